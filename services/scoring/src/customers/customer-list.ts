import { Failure, type StoredView, type ViewCollection, type ViewPage, type ViewQuery } from '@vilfredo/event-sourcing';
import type { ActivityState, RiskBand, SilenceState } from '@vilfredo/events';
import type { Calendar } from '@vilfredo/scoring-model';
import { type CustomerScore, scoreFromText } from '../assess-customer/customer-score.js';
import { moneyIn } from '../customer-facts/money-in.js';
import type { AbcClass } from '../value/assess-value.js';
import { measure } from '../value/measures.js';

export interface CustomerFilter {
  readonly tier?: 'top' | 'core';
  readonly abc?: 'A' | 'B' | 'C';
  readonly state?: ActivityState;
  readonly risk?: RiskBand;
  readonly class?: 1 | 2 | 3 | 4;
  readonly silence?: SilenceState;
  /** Who bought it in the window. */
  readonly product?: string;
}

/** Orders in which an index keeps the book. */
const keptOrders = ['-value', '-risk', '-qualification'] as const;
type KeptOrder = (typeof keptOrders)[number];

export const orders = [...keptOrders, '-clv'] as const;
/** By what the book is sorted, the most first. */
export type Order = (typeof orders)[number];

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
  /** 0-100; null for who never bought. */
  readonly risk: number | null;
  readonly band: RiskBand | null;
  readonly class: 1 | 2 | 3 | 4 | null;
  readonly silence: SilenceState | null;
  /** Of a prospect, 0-100. */
  readonly qualification: number | null;
  /** What they can be expected to bring within the horizon, where the book is sorted by it. */
  readonly clv?: string;
}

export interface CustomerPage {
  readonly items: CustomerRow[];
  readonly next: string | null;
}

/** Views in some order, from a cursor on. */
export type Along = (limit: number, after: string | undefined) => Promise<ViewPage>;

/** Views looked at for one page when a filter has no index of its own. */
const mostLookedAt = 20_000;

/**
 * A page of the book, by default most valuable first. `tier` goes by an index; the other filters are applied along it, and a page
 * that has looked at enough without being full ends early, with a cursor to go on.
 */
export function listCustomers(
  views: ViewCollection,
  filter: CustomerFilter,
  page: { sort: KeptOrder; limit: number; cursor?: string },
  toRow: (score: CustomerScore) => CustomerRow,
): Promise<CustomerPage> {
  return listAlong((limit, after) => views.query(queryOf(filter, page.sort, limit, after)), filter, page, toRow);
}

/** The same along any order. */
export async function listAlong(
  along: Along,
  filter: CustomerFilter,
  page: { limit: number; cursor?: string },
  toRow: (score: CustomerScore) => CustomerRow,
): Promise<CustomerPage> {
  const items: CustomerRow[] = [];
  let after = page.cursor;
  let lookedAt = 0;
  do {
    const found = await along(page.limit - items.length, after);
    lookedAt += found.items.length;
    items.push(...matching(found.items, filter).map(toRow));
    after = found.next;
  } while (after !== undefined && items.length < page.limit && lookedAt < mostLookedAt);
  return { items, next: after ?? null };
}

function queryOf({ tier }: CustomerFilter, sort: KeptOrder, limit: number, after: string | undefined): ViewQuery {
  return { ...indexFor(tier, sort), limit, ...(after === undefined ? {} : { after }) };
}

function indexFor(tier: CustomerFilter['tier'], sort: KeptOrder): Pick<ViewQuery, 'index' | 'equals'> {
  if (sort === '-risk') return { index: 'byRisk' };
  if (sort === '-qualification') return { index: 'byQualification' };
  if (tier === 'core') return { index: 'byTier', equals: { tier } };
  return tier === 'top' ? { index: 'byTop', equals: { top: 1 } } : { index: 'byValue' };
}

function matching(views: readonly StoredView[], filter: CustomerFilter): CustomerScore[] {
  return views
    .map(({ body }) => scoreFromText(body))
    .filter((score) => score.mergedInto === null && isWanted(score, filter));
}

function isWanted({ standing, facts }: CustomerScore, filter: CustomerFilter): boolean {
  const { relationship } = standing;
  const found: Record<keyof Omit<CustomerFilter, 'tier' | 'product'>, unknown> = {
    abc: standing.abc,
    state: standing.state,
    risk: relationship.band,
    class: relationship.class,
    silence: relationship.silence,
  };
  const { tier, product, ...others } = filter;
  if (tier === 'core' ? standing.tier !== 'core' : tier === 'top' && standing.tier === null) return false;
  if (product !== undefined && !facts.products.has(product)) return false;
  return Object.entries(others).every(([name, wanted]) => found[name as keyof typeof found] === wanted);
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
      risk: standing.relationship.risk,
      band: standing.relationship.band,
      class: standing.relationship.class,
      silence: standing.relationship.silence,
      qualification: standing.relationship.qualification,
    };
  };
}

/** The order asked for. @throws Failure `invalid` for one there is not */
export function orderOf(sort: string | undefined): Order {
  if (sort === undefined || sort === '') return '-value';
  const known = orders.find((order) => order === sort);
  if (known === undefined)
    throw new Failure('invalid', `the book is sorted by ${orders.join(', ')}`, { field: 'sort' });
  return known;
}
