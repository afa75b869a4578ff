import type { EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import type { Delivery } from './ledger.js';
import { eventsOf, type ToldRecord } from './told-record.js';

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

/** Everything that a log holds on a topic or several, in its order; only what is after one cursor or up to another, where there is one. */
export async function eventsOn(
  topics: string | readonly string[],
  log: Pick<EventLog, 'read'>,
  { from, through }: { readonly from?: string | undefined; readonly through?: string } = {},
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  const until = through === undefined ? {} : { through };
  for (let after = from; ; ) {
    const page = await log.read({
      topics: [topics].flat(),
      limit: 5_000,
      ...until,
      ...(after === undefined ? {} : { after }),
    });
    if (page.events.length === 0) return events;
    events.push(...page.events);
    after = page.cursor;
  }
}

/** Each distinct fact of the deliveries once, as the event that must stand for it. */
export function factsOf(
  deliveries: readonly Delivery[],
  now: number,
): Map<string, { record: ToldRecord; data: string }> {
  const facts = new Map<string, { record: ToldRecord; data: string }>();
  for (const record of deliveries.flatMap(({ records }) => records)) {
    for (const { id, data } of eventsOf(record, now)) if (!facts.has(id)) facts.set(id, { record, data });
  }
  return facts;
}

/**
 * Holds what was told to the log to the ledger: every acknowledged fact is there once and as it was told, nothing is there that
 * was not sent, and each customer's facts from one sender are in the order in which they were acknowledged.
 */
export function auditLog(deliveries: readonly Delivery[], told: readonly StoredEvent[], now: number): LogAudit {
  const sent = factsOf(deliveries, now);
  const ackedDeliveries = deliveries.filter(({ acked }) => acked);
  const acked = factsOf(ackedDeliveries, now);
  const place = new Map<string, number>();
  const findings: string[] = [];
  let dupEffects = 0;
  for (const [i, event] of told.entries()) {
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
