import fc from 'fast-check';
import { brier, calibrationBins, expectedCalibrationError, pav } from './calibration.js';
import { auc, type Forecast, liftAt } from './discrimination.js';

const forecastsOf = (scores: readonly number[], outcomes: readonly number[]): Forecast[] =>
  scores.map((score, i) => ({ score, happened: outcomes[i] === 1 }));
const ten = forecastsOf([0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.3, 0.2, 0.2, 0.1], [1, 0, 1, 0, 0, 1, 0, 0, 0, 0]);
const anyForecasts = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 20 }).map((n) => n / 20), happened: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

describe('how well forecasts tell one from the other', () => {
  it('given ten with a tie, then the area is 5/6', () => {
    expect(auc(ten)).toBeCloseTo(5 / 6, 14);
  });

  it('given only one kind, then there is no area', () => {
    expect(auc(ten.filter(({ happened }) => happened))).toBeNull();
  });

  it('given any, then the area is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(anyForecasts, (forecasts) => {
        const [hits, misses] = [true, false].map((kind) => forecasts.filter(({ happened }) => happened === kind));
        fc.pre(hits!.length > 0 && misses!.length > 0);
        let won = 0;
        for (const hit of hits!) for (const miss of misses!) won += (Math.sign(hit.score - miss.score) + 1) / 2;
        expect(auc(forecasts)).toBeCloseTo(won / (hits!.length * misses!.length), 10);
      }),
    );
  });

  it('given ten, then the first tenth holds 10/3 as many as all, and the first fifth 5/3', () => {
    expect(liftAt(ten, 0.1)).toBeCloseTo(10 / 3, 14);
    expect(liftAt(ten, 0.2)).toBeCloseTo(5 / 3, 14);
  });

  it('given a tie at the edge, then its part inside counts', () => {
    expect(liftAt(forecastsOf([0.5, 0.5, 0.1, 0.1], [1, 0, 0, 0]), 0.25)).toBeCloseTo(2, 14);
  });
});

describe('how honest forecasts are', () => {
  it('given ten, then their Brier score is 0.178', () => {
    expect(brier(ten)).toBeCloseTo(0.178, 14);
  });

  it('given none, then there is no score', () => {
    expect([brier([]), expectedCalibrationError([])]).toEqual([null, null]);
  });

  it('given what was foretold and what came, then the error is their mean distance over tenths', () => {
    const forecasts = forecastsOf([0.05, 0.05, 0.95, 1], [0, 1, 1, 1]);
    expect(calibrationBins(forecasts)).toEqual([
      { n: 2, foretold: 0.05, happened: 0.5 },
      { n: 2, foretold: 0.975, happened: 1 },
    ]);
    expect(expectedCalibrationError(forecasts)).toBeCloseTo((0.45 + 0.025) / 2, 14);
  });

  it('given violators, then neighbours are pooled until the steps rise', () => {
    expect(pav(forecastsOf([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0, 1, 0, 1, 1, 0]))).toEqual([
      { upTo: 0.1, value: 0, n: 1 },
      { upTo: 0.3, value: 0.5, n: 2 },
      { upTo: 0.6, value: 2 / 3, n: 3 },
    ]);
  });

  it('given any, then the steps rise and hold everybody once', () => {
    fc.assert(
      fc.property(anyForecasts, (forecasts) => {
        const blocks = pav(forecasts);
        expect(blocks.reduce((n, block) => n + block.n, 0)).toBe(forecasts.length);
        for (let i = 1; i < blocks.length; i++) {
          expect(blocks[i]!.value).toBeGreaterThan(blocks[i - 1]!.value);
          expect(blocks[i]!.upTo).toBeGreaterThan(blocks[i - 1]!.upTo);
        }
      }),
    );
  });
});
