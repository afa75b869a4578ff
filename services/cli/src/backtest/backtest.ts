import 'reflect-metadata';
import { readMapping } from '@vilfredo/order-ingestion';
import { Calendar, shippedModel } from '@vilfredo/scoring-model';
import { type ExitCode, exitCodes, WrongUsage } from '../exit-code.js';
import { inputFiles } from '../input/input-file.js';
import { loadMapping } from '../input/load-mapping.js';
import { orWrong } from '../score/score-options.js';
import type { Session } from '../session.js';
import { measureForecasts } from './measure-forecasts.js';
import { measureGaps } from './measure-gaps.js';
import { type OrderBook, type Split, spanOf, splitBook } from './purchase-days.js';
import { readBook } from './read-book.runner.js';
import { type BacktestFigures, showBacktest } from './show-backtest.js';

export interface BacktestOptions {
  readonly mapping?: string;
  readonly calibrationWeeks: number;
  readonly horizonWeeks: number;
}

/**
 * `backtest FILE…`: what the shipped model would have foretold when only the first weeks were known, beside what came
 * and beside what needs no model. Exits 3 when records were refused.
 */
export async function backtest(
  session: Session,
  names: readonly string[],
  options: BacktestOptions,
): Promise<ExitCode> {
  const begun = performance.now();
  const files = await inputFiles(names, session.surroundings.stdin);
  const json = await loadMapping(options.mapping);
  const mapping = json === null ? null : orWrong('--mapping', () => readMapping(json));
  const { book, refused } = await readBook(session, files, mapping);
  const calendar = new Calendar(mapping?.timeZone ?? 'UTC');
  const split = splitOf(book, calendar, options);
  const customers = splitBook(book, calendar, split);
  const figures: BacktestFigures = {
    calibration: period(calendar, split.firstDay, split.cutDay),
    horizon: period(calendar, split.cutDay + 1, split.endDay),
    model: shippedModel,
    measured: measureForecasts(shippedModel, customers, split),
    gaps: measureGaps(shippedModel, customers),
    refused,
    seconds: Math.round(performance.now() - begun) / 1_000,
  };
  await showBacktest(session, figures);
  return Object.keys(refused).length > 0 ? exitCodes.someRefused : exitCodes.done;
}

/** @throws WrongUsage when there is not enough to look back on */
function splitOf(book: OrderBook, calendar: Calendar, { calibrationWeeks, horizonWeeks }: BacktestOptions): Split {
  const span = spanOf(book, calendar);
  if (span === null) throw new WrongUsage('there are no orders to look back on');
  const cutDay = span.firstDay + calibrationWeeks * 7 - 1;
  const weeks = (span.lastDay - span.firstDay + 1) / 7;
  if (span.lastDay <= cutDay) {
    throw new WrongUsage(
      `the orders are of ${weeks.toFixed(1)} weeks, and none is left after ${calibrationWeeks}: give fewer --calibration-weeks`,
    );
  }
  return { firstDay: span.firstDay, cutDay, endDay: Math.min(span.lastDay, cutDay + horizonWeeks * 7) };
}

function period(calendar: Calendar, from: number, until: number) {
  return { from: calendar.dateOf(from), until: calendar.dateOf(until), weeks: (until - from + 1) / 7 };
}
