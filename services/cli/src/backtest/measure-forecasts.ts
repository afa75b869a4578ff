import {
  auc,
  brier,
  type CalibrationBin,
  calibrationBins,
  expectedCalibrationError,
  expectedPurchases,
  expectedRepeatPurchases,
  type Forecast,
  liftAt,
  type PurchaseModel,
  type PurchaseRecord,
  pActive,
} from '@vilfredo/scoring-model';
import type { Split, SplitCustomer } from './purchase-days.js';

/** How good one way to foretell purchases was; null where the measure has no meaning. */
export interface ForecastFigures {
  readonly name: 'P(active)' | 'base rate' | 'silence alone' | 'frequency alone';
  readonly auc: number | null;
  readonly liftTopTenth: number | null;
  readonly brier: number | null;
  readonly ece: number | null;
}

export interface Totals {
  readonly predicted: number;
  readonly actual: number;
}

export interface ForecastMeasures {
  readonly customers: number;
  /** Of them, those with a purchase after the cut. */
  readonly active: number;
  /** The model first, then what it has to beat. */
  readonly forecasts: readonly ForecastFigures[];
  /** What the model foretold, in tenths, and what came. */
  readonly chart: readonly CalibrationBin[];
  /** Purchase days after the cut, foretold for each customer from their record. */
  readonly purchases: Totals;
  /** Repeat purchase days from the beginning to the end, foretold for newcomers. */
  readonly repeatPurchases: Totals;
}

/** Sets what the model foretold at the cut against what came. */
export function measureForecasts(
  model: PurchaseModel,
  customers: readonly SplitCustomer[],
  { cutDay, endDay }: Split,
): ForecastMeasures {
  const horizon = endDay - cutDay;
  const records = customers.map(({ before }) => recordAt(before, cutDay));
  const happened = customers.map(({ after }) => after.length > 0);
  const forecastsBy = (score: (record: PurchaseRecord) => number): readonly Forecast[] =>
    records.map((record, i) => ({ score: score(record), happened: happened[i]! }));
  const active = happened.filter(Boolean).length;
  const byModel = forecastsBy((record) => pActive(model, record, horizon));
  return {
    customers: customers.length,
    active,
    forecasts: [
      asProbability('P(active)', byModel),
      asProbability(
        'base rate',
        forecastsBy(() => active / customers.length),
      ),
      asRanking(
        'silence alone',
        forecastsBy(({ tx, T }) => tx - T),
      ),
      asRanking(
        'frequency alone',
        forecastsBy(({ x }) => x),
      ),
    ],
    chart: calibrationBins(byModel),
    purchases: {
      predicted: sumOf(records, (record) => expectedPurchases(model, record, horizon)),
      actual: sumOf(customers, ({ after }) => after.length),
    },
    repeatPurchases: {
      predicted: sumOf(records, ({ T }) => expectedRepeatPurchases(model, T + horizon)),
      actual: sumOf(customers, ({ before, after }) => before.length - 1 + after.length),
    },
  };
}

/** What the model reads of purchase days, ascending and not empty, at the end of a day. */
export function recordAt(days: readonly number[], day: number): PurchaseRecord {
  const first = days[0]!;
  return { x: days.length - 1, tx: days.at(-1)! - first, T: day - first };
}

function asProbability(name: ForecastFigures['name'], forecasts: readonly Forecast[]): ForecastFigures {
  return { ...asRanking(name, forecasts), brier: brier(forecasts), ece: expectedCalibrationError(forecasts) };
}

function asRanking(name: ForecastFigures['name'], forecasts: readonly Forecast[]): ForecastFigures {
  return { name, auc: auc(forecasts), liftTopTenth: liftAt(forecasts, 0.1), brier: null, ece: null };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
