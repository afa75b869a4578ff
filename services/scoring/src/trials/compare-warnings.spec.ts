import { compareWarnings } from './compare-warnings.js';

const day = 86_400_000;
const at = (days: Readonly<Record<string, number>>) =>
  new Map(Object.entries(days).map(([customer, n]) => [customer, n * day]));

describe('who would have been warned of, and when', () => {
  it('given warnings under both rules, when they are compared, then earlier, later and at once are told apart', () => {
    const inForce = at({ a: 10, b: 10, c: 10, d: 10 });
    const candidate = at({ a: 4, b: 12, c: 10, e: 1 });
    expect(compareWarnings({ inForce, candidate })).toEqual({
      inForce: 4,
      candidate: 4,
      both: 3,
      earlier: 1,
      later: 1,
      medianDaysEarlier: 0,
    });
  });

  it('given an even number of them, when they are compared, then the median is between the two in the middle', () => {
    const both = { inForce: at({ a: 10, b: 10 }), candidate: at({ a: 9, b: 4.5 }) };
    expect(compareWarnings(both).medianDaysEarlier).toBe(3.3);
  });

  it('given nobody warned of under both, when they are compared, then there is no median', () => {
    expect(compareWarnings({ inForce: at({ a: 1 }), candidate: at({ b: 1 }) })).toMatchObject({
      both: 0,
      medianDaysEarlier: null,
    });
  });
});
