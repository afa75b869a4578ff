import { interleaved } from './rounds.js';

describe('ways that are measured in turns', () => {
  it('run once a round, another first each time, and the warm-up does not count', async () => {
    const order: string[] = [];
    const way = (name: string) => async () => order.push(name);
    const measured = await interleaved({ a: way('a'), b: way('b') }, { rounds: 2, warmUps: 1, tell: () => undefined });
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(measured).toEqual([
      { a: 4, b: 3 },
      { a: 5, b: 6 },
    ]);
  });
});
