import type { ViewCollection } from '@vilfredo/event-sourcing';
import type { ObservedPurchases, Spent } from '@vilfredo/scoring-model';
import { scoreFromText } from '../assess-customer/customer-score.js';
import { memberOf } from '../assess-customer/member.js';
import type { Era } from '../eras/era.js';
import { gapsOf } from '../silence/rhythm.js';
import { spentOf } from '../value/spent.js';

/** What models are fitted to. */
export interface ObservedBook {
  /** Everybody who ever bought. */
  readonly buyers: number;
  readonly purchases: readonly ObservedPurchases[];
  readonly spends: readonly Spent[];
}

/** Constants are known to a few hundredths from so many; more take longer and tell little more. */
const mostObserved = 10_000;
/** Views read at a time; others run in between. */
const handful = 100;

/**
 * Reads how customers bought and what they spent, as of a moment (epoch ms). Of a large book every so many, by id, so that the same
 * book gives the same customers.
 * @param onRead told how many views have been read
 */
export async function observeBook(
  views: Pick<ViewCollection, 'count' | 'snapshot'>,
  asOf: number,
  era: Era,
  onRead: (customers: number) => void,
  signal: AbortSignal,
): Promise<ObservedBook> {
  const every = Math.max(1, Math.ceil((await views.count()) / mostObserved));
  const purchases: ObservedPurchases[] = [];
  const spends: Spent[] = [];
  let [read, buyers] = [0, 0];
  for await (const page of views.snapshot(handful)) {
    signal.throwIfAborted();
    for (const { body } of page) {
      const { id, facts, mergedInto } = scoreFromText(body);
      const { latest, days } = facts;
      if (mergedInto !== null || latest === null || days.length === 0) continue;
      if (buyers++ % every !== 0) continue;
      const { n: x, sumOfGaps: tx, sumOfLnGaps } = gapsOf(days, era.open);
      purchases.push({ x, tx, T: tx + Math.floor(era.open.elapsed(latest.time, asOf)), sumOfLnGaps });
      const spent = spentOf(facts, memberOf(id, facts, asOf, era).member, era.policy);
      if (spent.mean > 0) spends.push(spent);
    }
    read += page.length;
    onRead(read);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { buyers, purchases, spends };
}
