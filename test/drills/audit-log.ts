import { type EventLog, Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { type IntakeOrder, recordOrder } from '@vilfredo/order-ingestion';
import type { Delivery } from './ledger.js';

/** What the log says against the ledger. */
export interface LogAudit {
  readonly sent: number;
  readonly acked: number;
  readonly stored: number;
  readonly lost: number;
  readonly dupEffects: number;
  readonly reordered: number;
  readonly findings: readonly string[];
}

/** Everything that a log holds on a topic, in its order; only what follows a cursor, when there is one. */
export async function eventsOn(topic: string, log: Pick<EventLog, 'read'>, from?: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let after = from; ; ) {
    const page = await log.read({ topics: [topic], limit: 5_000, ...(after === undefined ? {} : { after }) });
    if (page.events.length === 0) return events;
    events.push(...page.events);
    after = page.cursor;
  }
}

/** Each distinct fact of the deliveries once, as the event that must stand for it. */
export function factsOf(
  deliveries: readonly Delivery[],
  now: number,
): Map<string, { record: IntakeOrder; data: string }> {
  const facts = new Map<string, { record: IntakeOrder; data: string }>();
  for (const record of deliveries.flatMap(({ records }) => records)) {
    const { event } = recordOrder(record, now);
    if (event === undefined) throw new Failure('bug', 'the ledger holds a record that is no fact');
    if (!facts.has(event.id)) facts.set(event.id, { record, data: event.data });
  }
  return facts;
}

/**
 * Holds the log's orders to the ledger: every acknowledged fact is there once and as it was told, nothing is there that
 * was not sent, and each customer's facts from one sender are in the order in which they were acknowledged.
 */
export function auditLog(deliveries: readonly Delivery[], orders: readonly StoredEvent[], now: number): LogAudit {
  const sent = factsOf(deliveries, now);
  const ackedDeliveries = deliveries.filter(({ acked }) => acked);
  const acked = factsOf(ackedDeliveries, now);
  const place = new Map<string, number>();
  const findings: string[] = [];
  let dupEffects = 0;
  for (const [i, event] of orders.entries()) {
    const fact = sent.get(event.id);
    if (place.has(event.id)) dupEffects++;
    else place.set(event.id, i);
    if (fact === undefined) findings.push(`${event.type} ${event.id} is in the log and was never sent`);
    else if (fact.data !== event.data) findings.push(`${event.type} ${event.id} is in the log with other content`);
  }
  const lost = [...acked.keys()].filter((id) => !place.has(id)).length;
  const reordered = countReordered(ackedDeliveries, place, now);
  return { sent: sent.size, acked: acked.size, stored: place.size, lost, dupEffects, reordered, findings };
}

/** Facts that stand before one of the same sender and customer that was acknowledged earlier. */
function countReordered(acked: readonly Delivery[], place: ReadonlyMap<string, number>, now: number): number {
  const latest = new Map<string, number>();
  const seen = new Set<string>();
  let count = 0;
  for (const { sender, records } of acked) {
    for (const [id, { record }] of factsOf([{ sender, records, acked: true }], now)) {
      const at = place.get(id);
      if (at === undefined || seen.has(id)) continue;
      seen.add(id);
      const key = `${sender}/${record.customerId}`;
      if (at < (latest.get(key) ?? -1)) count++;
      latest.set(key, Math.max(at, latest.get(key) ?? -1));
    }
  }
  return count;
}
