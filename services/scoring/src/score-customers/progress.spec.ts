import { jest } from '@jest/globals';
import { MemoryViews } from '@vilfredo/testing';
import { Progress } from './progress.js';

describe('how far scoring has come', () => {
  const store = () => {
    const kept = new MemoryViews({ name: 'progress', fields: {}, indexes: {} });
    return { kept, open: () => Progress.open({ collection: async () => kept, close: async () => undefined }) };
  };

  it('given a part that somebody else has taken, when who had it writes, then what is written down is the other’s', async () => {
    const { open } = store();
    const [one, other, next] = [await open(), await open(), await open()];
    await one.take(['p1', 'p2']);
    await one.save({ published: 5 });
    await other.take(['p1']);

    await one.save({ published: 9 });
    await one.save({ published: 10 });

    await next.take(['p1']);
    expect(next.published).toBe(5);
    await next.take(['p2']);
    expect(next.published).toBe(10);
  });

  it('given a part that was left, when progress is written down, then not of that part', async () => {
    const { open } = store();
    const [one, next] = [await open(), await open()];
    await one.take(['p1']);
    one.leave();
    await one.save({ published: 9 });

    await next.take(['p1']);
    expect(next.published).toBe(0);
  });

  it('given an own write whose answer was lost, when more is written down, then it is', async () => {
    const { kept, open } = store();
    const [one, next] = [await open(), await open()];
    await one.take(['p1']);
    const save = kept.save.bind(kept);
    jest.spyOn(kept, 'save').mockImplementationOnce(async (views) => {
      await save(views);
      throw new Error('the answer was lost');
    });
    await expect(one.save({ published: 5 })).rejects.toThrow('lost');
    await one.save({ published: 9 });
    await one.save({ published: 10 });

    await next.take(['p1']);
    expect(next.published).toBe(10);
  });
});
