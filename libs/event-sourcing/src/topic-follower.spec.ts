import { anEvent, eventually, MemoryLog } from '@vilfredo/testing';
import { TopicFollower } from './topic-follower.js';

describe('a follower of a topic', () => {
  it('given a log that grows, when it does, then every event of the topic is folded once, in order, after the position given', async () => {
    const log = new MemoryLog();
    const seen: string[] = [];
    await log.append([anEvent({ id: 'before', topic: 'governance' })]);
    const after = await log.end();
    const follower = new TopicFollower({
      ...{ log, topic: 'governance', after, failed: () => undefined },
      fold: async ({ events }) => void seen.push(...events.map(({ id }) => id)),
    });

    await log.append([anEvent({ id: 'a', topic: 'governance' }), anEvent({ id: 'other', topic: 'orders' })]);
    await log.append([anEvent({ id: 'b', topic: 'governance' })]);

    await eventually(() => expect(seen).toEqual(['a', 'b']));
    await follower.stop();
    await log.append([anEvent({ id: 'c', topic: 'governance' })]);
    expect(seen).toEqual(['a', 'b']);
  });

  it('given a page that cannot be folded, when it fails, then that is told and the page comes again', async () => {
    const log = new MemoryLog();
    const [seen, told]: [string[], unknown[]] = [[], []];
    await log.append([anEvent({ id: 'a', topic: 'governance' })]);
    const follower = new TopicFollower({
      ...{ log, topic: 'governance', failed: (error: unknown) => void told.push(error) },
      fold: async ({ events }) => {
        if (told.length === 0) throw new Error('not now');
        seen.push(...events.map(({ id }) => id));
      },
    });

    await eventually(() => expect(seen).toEqual(['a']));

    expect(told).toMatchObject([{ message: 'not now' }]);
    await follower.stop();
  });
});
