import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { GatheredCalls } from './gather-calls.js';

describe('gathering calls', () => {
  it('given calls that come while one is worked on, then they are worked on together, each answered by itself', async () => {
    const batches: number[][] = [];
    const gathered = new GatheredCalls<number, string>(4, async (items) => {
      batches.push([...items]);
      await pause(1);
      return items.map(String);
    });
    const answers = await Promise.all([[1], [2, 3], [], [4, 5, 6]].map((items) => gathered.add(items)));

    expect(answers).toEqual([['1'], ['2', '3'], [], ['4', '5', '6']]);
    expect(batches).toEqual([[1], [2, 3, 4, 5], [6]]);
  });

  it('given a batch that fails, then its calls fail, whole, and those behind them go on', async () => {
    const gathered = new GatheredCalls<number, number>(2, async (items) => {
      await pause(1);
      if (items.includes(2)) throw new Error('no');
      return [...items];
    });
    const answers = await Promise.allSettled([[1], [2, 3, 4], [5]].map((items) => gathered.add(items)));

    expect(answers).toMatchObject([{ value: [1] }, { status: 'rejected' }, { value: [5] }]);
  });

  it('given calls of any size, then every one is answered in its own order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat())), fc.integer({ min: 1, max: 5 }), async (calls, most) => {
        const gathered = new GatheredCalls<number, number>(most, async (items) => items.map((item) => item + 1));
        const answers = await Promise.all(calls.map((items) => gathered.add(items)));
        expect(answers).toEqual(calls.map((items) => items.map((item) => item + 1)));
      }),
    );
  });
});
