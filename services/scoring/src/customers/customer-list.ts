import { Failure, type StoredView, type ViewCollection, type ViewQuery } from '@vilfredo/event-sourcing';
import type { ActivityState } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';
import { moneyIn } from '../customer-facts/money-in.js';
import { type CustomerScore, scoreFromText } from '../score-customers/customer-score.js';
import type { AbcClass } from '../value/assess-value.js';
import { measure } from '../value/measures.js';

export interface CustomerFilter {
  readonly tier?: 'top' | 'core';
  readonly abc?: 'A' | 'B' | 'C';
  readonly state?: ActivityState;
}

/** One line of the book. */
export interface CustomerRow {
  readonly customerId: string;
  readonly value: number | null;
  readonly tier: string | null;
  readonly abc: AbcClass;
  readonly rfm: string | null;
  readonly state: ActivityState | null;
  readonly ordersInWindow: number;
  readonly amountInWindow: string;
  readonly latestPurchase: string | null;
  readonly oneOff: boolean;
}

/** Views looked at for one page when a filter has no index of its own. */
const mostLookedAt = 20_000;

/**
 * A page of the book, most valuable first. `tier` goes by an index; the other filters are applied along it, and a page
 * that has looked at enough without being full ends early, with a cursor to go on.
 */
export async function listCustomers(
  views: ViewCollection,
  filter: CustomerFilter,
  page: { limit: number; cursor?: string },
  toRow: (score: CustomerScore) => CustomerRow,
): Promise<{ items: CustomerRow[]; next: string | null }> {
  const items: CustomerRow[] = [];
  let after = page.cursor;
  let lookedAt = 0;
  do {
    const found = await views.query(queryOf(filter, page.limit - items.length, after));
    lookedAt += found.items.length;
    items.push(...matching(found.items, filter).map(toRow));
    after = found.next;
  } while (after !== undefined && items.length < page.limit && lookedAt < mostLookedAt);
  return { items, next: after ?? null };
}

function queryOf({ tier }: CustomerFilter, limit: number, after: string | undefined): ViewQuery {
  const along =
    tier === 'core'
      ? { index: 'byTier', equals: { tier } }
      : tier === 'top'
        ? { index: 'byTop', equals: { top: 1 } }
        : { index: 'byValue' };
  return { ...along, limit, ...(after === undefined ? {} : { after }) };
}

function matching(views: readonly StoredView[], { abc, state }: CustomerFilter): CustomerScore[] {
  return views
    .map(({ body }) => scoreFromText(body))
    .filter(
      ({ standing }) =>
        (abc === undefined || standing.abc === abc) && (state === undefined || standing.state === state),
    );
}

/** Turns views into rows in the book's calendar and currency. */
export function rowIn(calendar: Calendar, currency: string | undefined): (score: CustomerScore) => CustomerRow {
  return ({ id, standing, facts }) => {
    const { amount, orders } = measure(facts);
    return {
      customerId: id,
      value: standing.score,
      tier: standing.tier,
      abc: standing.abc,
      rfm: standing.rfm,
      state: standing.state,
      ordersInWindow: orders,
      amountInWindow: moneyIn(facts, currency)(amount),
      latestPurchase: facts.days.length === 0 ? null : calendar.dateOf(facts.days.at(-1)!),
      oneOff: standing.oneOff,
    };
  };
}

/** The only order there is: most valuable first. @throws Failure `invalid` for any other */
export function requireOrder(sort: string | undefined): void {
  if (sort === undefined || sort === '' || sort === '-value') return;
  throw new Failure('invalid', 'the book is sorted by -value', { field: 'sort' });
}
