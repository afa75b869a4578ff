import { Failure, type StoredView, type ViewCollection, type ViewQuery } from '@vilfredo/event-sourcing';
import { type AlertSeverity, alertSeverities } from '@vilfredo/events';
import type { AlertView } from './alert-view.js';
import { alertFromStored } from './listed-alerts.js';

export const alertOrders = ['-priority', '-raisedAt'] as const;
export type AlertOrder = (typeof alertOrders)[number];

export interface AlertFilter {
  readonly open?: boolean;
  readonly rule?: string;
  readonly severity?: AlertSeverity;
  readonly agent?: string;
  readonly customer?: string;
}

export interface AlertPage {
  readonly items: AlertView[];
  readonly next: string | null;
}

/** Views looked at for one page when a filter has no index of its own. */
const mostLookedAt = 20_000;

/**
 * A page of alerts, the most pressing or the latest first. Customer, agent and whether they are open go by an index; the
 * other filters are applied along it, and a page that has looked at enough without being full ends early, with a cursor
 * to go on.
 */
export async function pageAlerts(
  views: ViewCollection,
  filter: AlertFilter,
  { sort, limit, cursor }: { readonly sort: AlertOrder; readonly limit: number; readonly cursor?: string },
): Promise<AlertPage> {
  const items: AlertView[] = [];
  let after = cursor;
  let lookedAt = 0;
  do {
    const along = indexFor(filter, sort);
    const query = { ...along, limit: limit - items.length, ...(after === undefined ? {} : { after }) };
    const found = await views.query(query);
    lookedAt += found.items.length;
    items.push(...found.items.filter((view) => isAskedFor(view, filter)).flatMap(alertIn));
    after = found.next;
  } while (after !== undefined && items.length < limit && lookedAt < mostLookedAt);
  return { items, next: after ?? null };
}

/** One of the severities. @throws Failure `invalid` for any other word */
export function severityOf(text: string): AlertSeverity {
  const severity = alertSeverities.find((each) => each === text);
  if (severity === undefined) {
    throw new Failure('invalid', `must be one of ${alertSeverities.join(', ')}`, { field: 'severity' });
  }
  return severity;
}

function indexFor({ open, customer, agent }: AlertFilter, sort: AlertOrder): Pick<ViewQuery, 'index' | 'equals'> {
  if (sort === '-raisedAt')
    return open === true ? { index: 'openByRaised', equals: { open: 1 } } : { index: 'byRaised' };
  if (customer !== undefined) return { index: 'ofCustomer', equals: { customer } };
  if (agent !== undefined) return { index: 'ofAgent', equals: { agent } };
  return open === true ? { index: 'openByPriority', equals: { open: 1 } } : { index: 'byPriority' };
}

function isAskedFor({ fields }: StoredView, { open, rule, severity, agent, customer }: AlertFilter): boolean {
  const wanted = { rule, severity, agent, customer };
  if (open !== undefined && (fields.open === 1) !== open) return false;
  return Object.entries(wanted).every(([field, value]) => value === undefined || fields[field] === value);
}

function alertIn(view: StoredView): AlertView[] {
  const { alert } = alertFromStored(view);
  return alert === null ? [] : [alert];
}
