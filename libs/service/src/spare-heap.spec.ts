import { growthOf } from './spare-heap.js';

describe('a process that serves', () => {
  it.each([
    [20, 0],
    [64, 0],
    [65, 300],
    [130, 100],
    [512, 25],
    [4_000, 25],
  ])('given %i MB in use, when it is asked how much may come to them, then %i percent', (used, percent) => {
    expect(growthOf(used)).toBe(percent);
  });
});
