import fc from 'fast-check';
import { compositeOf, compositeParts, type WeightedCriterion } from './composite.js';
import { byRank, type CutOff, isInside, isWithin, thresholdAt } from './cut-off.js';
import { distributionOf } from './distribution.js';

const place = (measure: number, tieBreak = 0, id = 'a'): CutOff => ({ measure, tieBreak, id });
const places = fc.uniqueArray(
  fc.record({ measure: fc.nat(5), tieBreak: fc.nat(3), id: fc.stringMatching(/^[a-z]{1,2}$/) }),
  { selector: ({ id }) => id, maxLength: 30 },
);

describe('a ranking', () => {
  it('puts the larger measure first, then the larger tie-break, then the smaller id', () => {
    const ranking = [place(1), place(2, 1, 'b'), place(2, 1, 'a'), place(2, 3, 'c')].sort(byRank);
    expect(ranking).toEqual([place(2, 3, 'c'), place(2, 1, 'a'), place(2, 1, 'b'), place(1)]);
  });

  it('is the same whatever order its members come in', () => {
    fc.assert(
      fc.property(places, (members) => {
        expect([...members].reverse().sort(byRank)).toEqual([...members].sort(byRank));
      }),
    );
  });

  it('has exactly its first members within the cut-off after them', () => {
    fc.assert(
      fc.property(places, fc.nat(30), (members, count) => {
        const ranking = [...members].sort(byRank);
        const { enter } = thresholdAt(ranking, count, count);
        const within = ranking.filter((member) => isWithin(enter, member));
        expect(within).toEqual(ranking.slice(0, count));
      }),
    );
  });
});

describe('a class with a guard against flapping', () => {
  const ranking = [place(50), place(40), place(30), place(20)];
  const threshold = thresholdAt(ranking, 1, 3);

  it('is entered at the first cut-off', () => {
    expect(isInside(threshold, place(50), false)).toBe(true);
    expect(isInside(threshold, place(40), false)).toBe(false);
  });

  it('is left only beyond the second', () => {
    expect(isInside(threshold, place(30), true)).toBe(true);
    expect(isInside(threshold, place(29), true)).toBe(false);
  });

  it('has nobody in it when it is cut after nobody', () => {
    const empty = thresholdAt(ranking, 0, 0);
    expect(empty).toEqual({ enter: null, stay: null });
    expect(isInside(empty, place(1_000), true)).toBe(false);
  });

  it('never ends before it begins', () => {
    expect(thresholdAt(ranking, 3, 1).stay).toEqual(place(30));
  });
});

describe('the composite of the criteria', () => {
  const distributions = { recency: distributionOf([1, 2, 3, 4]), amount: distributionOf([10, 20, 30, 40]) };

  it('is the mean of the percentiles, weighted', () => {
    const parts = compositeParts(
      [
        { name: 'recency', weight: 3 },
        { name: 'amount', weight: 1 },
      ],
      { recency: 4, amount: 20 },
      distributions,
    );
    expect(parts).toEqual([
      { name: 'recency', raw: 4, percentile: 1, weight: 0.75 },
      { name: 'amount', raw: 20, percentile: 0.5, weight: 0.25 },
    ]);
    expect(compositeOf(parts)).toBe(0.875);
  });

  it('renormalises the weights over the criteria in use', () => {
    const onlyRecency: WeightedCriterion<'recency' | 'amount'>[] = [{ name: 'recency', weight: 0.4 }];
    const parts = compositeParts(onlyRecency, { recency: 2, amount: 40 }, distributions);
    expect(parts).toEqual([{ name: 'recency', raw: 2, percentile: 0.5, weight: 1 }]);
  });
});
