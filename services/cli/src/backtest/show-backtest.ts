import type { PurchaseModel } from '@vilfredo/scoring-model';
import type { Session } from '../session.js';
import type { Column } from '../tables/table.js';
import type { ForecastMeasures, Totals } from './measure-forecasts.js';
import type { GapMeasures } from './measure-gaps.js';

/** First and last day, both included. */
export interface Period {
  readonly from: string;
  readonly until: string;
  readonly weeks: number;
}

export interface BacktestFigures {
  readonly calibration: Period;
  readonly horizon: Period;
  readonly model: PurchaseModel;
  readonly measured: ForecastMeasures;
  readonly gaps: GapMeasures;
  /** Refused records by reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const forecastColumns: readonly Column[] = [
  { title: 'Foretold by', kind: 'text' },
  { title: 'AUC', kind: 'number', decimals: 3 },
  { title: 'Lift in top tenth', kind: 'number', decimals: 2 },
  { title: 'Brier', kind: 'number', decimals: 4 },
  { title: 'ECE', kind: 'number', decimals: 3 },
];
const calibrationColumns: readonly Column[] = [
  { title: 'Customers', kind: 'number' },
  { title: 'Foretold', kind: 'percent' },
  { title: 'Came', kind: 'percent' },
  { title: '', kind: 'text' },
];
const totalColumns: readonly Column[] = [
  { title: 'Purchase days', kind: 'text' },
  { title: 'Foretold', kind: 'number' },
  { title: 'Actual', kind: 'number' },
  { title: 'Off by', kind: 'percent' },
];
const gapColumns: readonly Column[] = [
  { title: 'Silence less likely than', kind: 'percent', decimals: 0 },
  { title: 'Before a purchase', kind: 'percent' },
];
const chartWidth = 40;

/** Tables for people; all figures at once for machines. */
export async function showBacktest(session: Session, figures: BacktestFigures): Promise<void> {
  const { out } = session;
  const { calibration, horizon, model, measured, gaps, refused, seconds } = figures;
  if (session.json) {
    const { k, r, alpha, a, b } = model;
    return out.json({
      calibration,
      horizon,
      model: { k, r, alphaDays: alpha, a, b },
      ...measured,
      gaps,
      refused,
      seconds,
    });
  }
  const { customers, active } = measured;
  await out.line(`known      ${words(calibration)}: ${customers.toLocaleString('en-GB')} customers`);
  await out.line(`foretold   ${words(horizon)}: ${share(active, customers)} of them bought`);
  await out.line('');
  await out.table(
    forecastColumns,
    measured.forecasts.map((of) => [of.name, of.auc, of.liftTopTenth, of.brier, of.ece]),
  );
  await out.line('');
  await out.table(
    calibrationColumns,
    measured.chart.map(({ n, foretold, happened }) => [n, foretold, happened, bar(foretold, happened)]),
  );
  await out.line('');
  await out.table(totalColumns, [
    totalRow('in the horizon', measured.purchases),
    totalRow('all repeats to its end', measured.repeatPurchases),
  ]);
  await out.line('');
  await out.table(
    gapColumns,
    gaps.shares.map(({ below, share }) => [below, share]),
  );
  session.note(`${gaps.gaps.toLocaleString('en-GB')} gaps of customers with two repeats or more before them`);
  for (const [reason, records] of Object.entries(refused)) session.note(`refused: ${records} ${reason}`);
  session.note(`${seconds} s`);
}

function words({ from, until, weeks }: Period): string {
  return `${from} to ${until} (${Number(weeks.toFixed(1))} weeks)`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${((part / whole) * 100).toFixed(1)} %`;
}

function totalRow(name: string, { predicted, actual }: Totals) {
  return [name, predicted, actual, actual === 0 ? null : predicted / actual - 1];
}

/** What came as a bar, and a mark where it was foretold. */
function bar(foretold: number, happened: number): string {
  const cells: string[] = Array.from({ length: chartWidth }, (_, i) =>
    i < Math.round(happened * chartWidth) ? '█' : ' ',
  );
  cells[Math.min(chartWidth - 1, Math.floor(foretold * chartWidth))] = '|';
  return cells.join('');
}
