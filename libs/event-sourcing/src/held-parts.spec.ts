import { jest } from '@jest/globals';
import { MemoryViews } from '@vilfredo/testing';
import { HeldParts } from './held-parts.js';

describe('how far work has come, part by part', () => {
  const store = () => {
    const kept = new MemoryViews({ name: 'progress', fields: {}, indexes: {} });
    const open = () => {
      const parts = new HeldParts<{ published: number }>(kept, ({ published = 0 }) => ({ published }));
      return {
        take: (ids: readonly string[]) => parts.take(ids),
        leave: () => parts.leave(),
        save: (published: number) => parts.save((before) => (before.published < published ? { published } : null)),
        published: () => parts.reached.map(({ published }) => published),
      };
    };
    return { kept, open };
  };

  it('given a part that somebody else has taken, when who had it writes, then what is written down is the other’s', async () => {
    const { open } = store();
    const [one, other, next] = [open(), open(), open()];
    await one.take(['p1', 'p2']);
    await one.save(5);
    await other.take(['p1']);

    await one.save(9);
    await one.save(10);

    await next.take(['p1']);
    expect(next.published()).toEqual([5]);
    await next.take(['p2']);
    expect(next.published()).toEqual([10]);
  });

  it('given a part that was left, when progress is written down, then not of that part', async () => {
    const { open } = store();
    const [one, next] = [open(), open()];
    await one.take(['p1']);
    one.leave();
    await one.save(9);

    await next.take(['p1']);
    expect(next.published()).toEqual([0]);
  });

  it('given an own write whose answer was lost, when more is written down, then it is', async () => {
    const { kept, open } = store();
    const [one, next] = [open(), open()];
    await one.take(['p1']);
    const save = kept.save.bind(kept);
    jest.spyOn(kept, 'save').mockImplementationOnce(async (views) => {
      await save(views);
      throw new Error('the answer was lost');
    });
    await expect(one.save(5)).rejects.toThrow('lost');
    await one.save(9);
    await one.save(10);

    await next.take(['p1']);
    expect(next.published()).toEqual([10]);
  });
});
