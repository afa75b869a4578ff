import { through } from '../../test/through.js';
import { nelderMead } from './nelder-mead.js';

describe('the search of Nelder and Mead', () => {
  it.each([
    ['a bowl', ([x, y]: readonly number[]) => (x! - 3) ** 2 + 10 * (y! + 1) ** 2 + 7, [0, 0], [3, -1], 7],
    [
      'the valley of Rosenbrock',
      ([x, y]: readonly number[]) => 100 * (y! - x! ** 2) ** 2 + (1 - x!) ** 2,
      [-1.2, 1],
      [1, 1],
      0,
    ],
  ] as const)('given %s, finds the lowest point', (_, f, start, lowest, value) => {
    const found = through(nelderMead(f, start));
    expect(found.value).toBeCloseTo(value, 7);
    for (const [axis, x] of found.at.entries()) expect(x).toBeCloseTo(lowest[axis]!, 3);
  });

  it('never yields a point that is higher than the one before', () => {
    const values = [...nelderMead(([x]) => Math.abs(x! - 5), [0])].map(({ value }) => value);
    expect(values.length).toBeGreaterThan(10);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
});
