import { byRank, type CutOff } from '@vilfredo/scoring-model';
import fc from 'fast-check';
import { buyerPlace, keyProduct, productCutoffs } from './product-cutoffs.js';

const rule = { keyShare: 0.2, strongShare: 0.04, minBuyers: 50 };
const buyers = (count: number, amountOf = (n: number) => n * 100): CutOff[] =>
  Array.from({ length: count }, (_, i) => buyerPlace(`m${i + 1}`, { amount: amountOf(i + 1), quantity: 1_000 }));
const cutoffsOf = (places: readonly CutOff[]) => productCutoffs(new Map([['cup', places]]), rule)[0]!;
const banded = (places: readonly CutOff[]) => {
  const cutoffs = cutoffsOf(places);
  return places.map((place) => keyProduct(cutoffs, place)?.band ?? null);
};

describe('the standing of a product’s buyers', () => {
  it('is key for the first fifth and strong for the first twenty-fifth', () => {
    const bands = banded(buyers(100));
    expect(bands.filter((band) => band !== null)).toHaveLength(20);
    expect(bands.filter((band) => band === 'strong')).toHaveLength(4);
    expect(bands.at(-1)).toBe('strong');
    expect(bands[79]).toBeNull();
    expect(bands[80]).toBe('key');
  });

  it('rounds both up', () => {
    const bands = banded(buyers(51));
    expect(bands.filter((band) => band !== null)).toHaveLength(11);
    expect(bands.filter((band) => band === 'strong')).toHaveLength(3);
  });

  it('goes by amount, then units, then customer id', () => {
    const equal = buyers(50, () => 100).map((place, i) => ({ ...place, tieBreak: i === 30 ? 2_000 : 1_000 }));
    const bands = banded(equal);
    expect(bands[30]).toBe('strong');
    expect(equal.filter((_, i) => bands[i] === 'strong').map(({ id }) => id)).toEqual(['m1', 'm31']);
  });

  it('is none for a product with fewer than 50 buyers', () => {
    expect(productCutoffs(new Map([['cup', buyers(49)]]), rule)).toEqual([]);
    expect(productCutoffs(new Map([['cup', buyers(50)]]), rule)).toHaveLength(1);
  });

  it('tells exact ranks up to the tenth', () => {
    const places = buyers(100);
    const cutoffs = cutoffsOf(places);
    const ranks = [...places]
      .sort(byRank)
      .slice(0, 10)
      .map((place) => keyProduct(cutoffs, place)?.rank);
    expect(ranks).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(keyProduct(cutoffs, places.at(-1)!)).toEqual({ sku: 'cup', rank: 1, of: 100, band: 'strong' });
  });

  it('tells ranks beyond the tenth never too far down, and by at most a tenth too good', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 2_000 }), (count) => {
        const places = buyers(count);
        const cutoffs = cutoffsOf(places);
        const keys = [...places].sort(byRank).filter((place) => keyProduct(cutoffs, place) !== null);
        keys.forEach((place, i) => {
          const { rank } = keyProduct(cutoffs, place)!;
          expect(rank).toBeLessThanOrEqual(i + 1);
          expect(rank).toBeGreaterThanOrEqual(Math.floor((i + 1) / 1.1) - 1);
        });
      }),
      { numRuns: 20 },
    );
  });
});
