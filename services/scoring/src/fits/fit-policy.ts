import { Failure, type ViewCollection } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import {
  fitPurchases,
  fitSpend,
  groupedLogLikelihood,
  groupPurchases,
  leastFitted,
  type PurchaseFit,
  type SpendFit,
  spendLogLikelihood,
} from '@vilfredo/scoring-model';
import type { Era } from '../eras/era.js';
import { modelOf } from '../silence/rhythm.js';
import type { FitProgress, FitReport } from './fit-report.js';
import { type ObservedBook, observeBook } from './observe-book.js';

/** How long a search may go on before others run, in ms. */
const atOnceMs = 10;

interface Fitting {
  readonly views: Pick<ViewCollection, 'count' | 'snapshot'>;
  readonly era: Era;
  /** Epoch ms. */
  readonly asOf: number;
  readonly onProgress: (progress: FitProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Fits the models of purchases and of spend to the customers of the book by maximum likelihood.
 * @returns how likely they are beside those in force, and the policy with them in it, under a name of its own
 * @throws Failure `refused` when fewer have bought than a fit takes
 */
export async function fitPolicy({ views, era, asOf, onProgress, signal }: Fitting): Promise<FitReport> {
  const { policy } = era;
  const book = await observeBook(views, asOf, era, (done) => onProgress({ phase: 'reading', done }), signal);
  if (book.buyers < leastFitted) {
    throw new Failure('refused', `${book.buyers} customers have bought: a fit takes ${leastFitted}`, {
      field: 'customers',
    });
  }
  const groups = groupPurchases(book.purchases);
  const purchases = await ended(fitPurchases(groups), (done) => onProgress({ phase: 'purchases', done }), signal);
  const spend = await spendOf(book, (done) => onProgress({ phase: 'spend', done }), signal);
  const date = era.calendar.dateOf(era.calendar.dayOf(asOf));
  const model = ruleOf(purchases, date, asOf);
  return {
    asOf: new Date(asOf).toISOString(),
    buyers: book.buyers,
    purchases: {
      customers: purchases.customers,
      inForce: { model: policy.churn.model, logLikelihood: groupedLogLikelihood(modelOf(policy), groups) },
      fitted: { model, logLikelihood: purchases.logLikelihood },
    },
    spend: spend === null ? null : beside(spend, policy, book),
    policy: {
      ...policy,
      name: `${policy.name.replace(/-fitted-\d{4}-\d{2}-\d{2}$/, '')}-fitted-${date}`,
      churn: { ...policy.churn, model },
      spend: { ...policy.spend, ...spend?.model },
    },
  };
}

function spendOf(
  { spends }: ObservedBook,
  onStep: (steps: number) => void,
  signal: AbortSignal,
): Promise<SpendFit> | null {
  return spends.length < leastFitted ? null : ended(fitSpend(spends), onStep, signal);
}

function beside({ customers, model, logLikelihood }: SpendFit, { spend }: Policy, { spends }: ObservedBook) {
  const { p, q, gamma } = spend;
  const inForce = { model: { p, q, gamma }, logLikelihood: spendLogLikelihood({ p, q, gamma }, spends) };
  return { customers, inForce, fitted: { model, logLikelihood } };
}

function ruleOf({ model, customers, logLikelihood }: PurchaseFit, date: string, asOf: number) {
  const { alpha: alphaDays, ...rest } = model;
  const fit = { at: new Date(asOf).toISOString(), customers, logLikelihood };
  return { name: `fitted-${date}`, alphaDays, ...rest, fit };
}

/** Goes through a search, letting others run in between. */
async function ended<Found>(
  search: Generator<unknown, Found>,
  onStep: (steps: number) => void,
  signal: AbortSignal,
): Promise<Found> {
  let since = performance.now();
  for (let steps = 1; ; steps++) {
    const step = search.next();
    if (step.done) return step.value;
    if (performance.now() - since < atOnceMs) continue;
    onStep(steps);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    since = performance.now();
  }
}
