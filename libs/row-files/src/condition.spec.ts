import { compileCondition } from './condition.js';

describe('a condition', () => {
  it.each([
    [{ startsWith: 'C' }, 'C1', '1C'],
    [{ equals: 'x' }, 'x', 'X'],
    [{ oneOf: ['x', 'y'] }, 'y', 'z'],
    [{ matches: '^[A-Z]\\d+$' }, 'C12', '12'],
    [{ negative: true }, '-1', '1'],
    [{ negative: false }, '1', '(1)'],
    [{ empty: true }, '', 'x'],
    [{ empty: false }, 'x', ''],
  ])('given %j, then %j fits and %j does not', (test, fitting, other) => {
    const fits = compileCondition(test);
    expect([fits(fitting), fits(other)]).toEqual([true, false]);
  });
});
