import type { StoredEvent } from '@vilfredo/event-sourcing';
import type { HookServer } from './hook-server.js';

/** What a receiver got against what the log tells of alerts. */
export interface WebhookAudit {
  /** Events that it was told of, and how often it was told of one again. */
  readonly webhooks: number;
  readonly repeats: number;
  readonly lost: number;
  readonly reordered: number;
  readonly findings: readonly string[];
}

/** Of the events about alerts those that receivers are told of: all but the notes on telling. */
export function toldByWebhook(alerts: readonly StoredEvent[]): readonly StoredEvent[] {
  return alerts.filter(({ type }) => type !== 'AlertNotified');
}

/**
 * A receiver must have got every event about an alert at least once, under the event's own id and the same each time,
 * and each customer's in their order.
 */
export function auditWebhooks(
  name: string,
  alerts: readonly StoredEvent[],
  { taken, forged }: Pick<HookServer, 'taken' | 'forged'>,
): WebhookAudit {
  const due = toldByWebhook(alerts);
  const events = new Map(due.map((event) => [event.id, event]));
  const first = new Map<string, { readonly body: string; readonly place: number }>();
  let changed = 0;
  for (const [place, { id, body }] of taken.entries()) {
    const before = first.get(id);
    if (before === undefined) first.set(id, { body, place });
    else if (before.body !== body) changed++;
  }
  const lost = due.filter(({ id }) => !first.has(id)).length;
  const strange = [...first].filter(([id, { body }]) => !saysSo(events.get(id), body)).length;
  const reordered = countReordered(due, first);
  const findings = [
    [lost, `${name} was not told ${lost} of ${due.length} events about alerts`],
    [strange, `${name} was told ${strange} events that the log does not hold so`],
    [changed, `${name} was told ${changed} events again in other words`],
    [reordered, `${name} was told ${reordered} events before earlier ones of the same customer`],
    [forged.length, `${name} got ${forged.length} requests whose signature did not hold: ${forged[0]}`],
  ] as const;
  return {
    webhooks: first.size,
    repeats: taken.length - first.size,
    lost,
    reordered,
    findings: findings.filter(([count]) => count > 0).map(([, text]) => text),
  };
}

function saysSo(event: StoredEvent | undefined, body: string): boolean {
  if (event === undefined) return false;
  const { type, data } = JSON.parse(body) as { type: string; data: { customerId: string; alertId: string } };
  const { alertId } = JSON.parse(event.data) as { alertId: string };
  return type === event.type && data.customerId === event.subject && data.alertId === alertId;
}

function countReordered(due: readonly StoredEvent[], first: ReadonlyMap<string, { readonly place: number }>): number {
  let count = 0;
  for (const own of Map.groupBy(due, ({ subject }) => subject).values()) {
    const places = own.flatMap(({ id }) => first.get(id)?.place ?? []);
    count += places.filter((place, i) => place < Math.max(...places.slice(0, i))).length;
  }
  return count;
}
