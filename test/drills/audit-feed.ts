import type { StoredEvent } from '@vilfredo/event-sourcing';
import type { Received } from './feed-follower.js';

/** What is wrong with a feed, counted, and in words. */
export interface FeedAudit {
  readonly lost: number;
  readonly dupEffects: number;
  readonly reordered: number;
  readonly findings: readonly string[];
}

/** Each customer's changes must be numbered 1, 2, 3 … in the log, and no change be there twice. */
export function auditChanges(changes: readonly StoredEvent[]): FeedAudit {
  const findings: string[] = [];
  const ids = new Set<string>();
  const numbers = new Map<string, number>();
  let [lost, dupEffects, reordered] = [0, 0, 0];
  for (const { id, subject, data } of changes) {
    const { seq } = JSON.parse(data) as { seq: number };
    const due = (numbers.get(subject) ?? 0) + 1;
    if (ids.has(id)) dupEffects++;
    else if (seq > due) lost += seq - due;
    else if (seq < due) reordered++;
    if (seq !== due) findings.push(`change ${id} of ${subject} has number ${seq} where ${due} is due`);
    ids.add(id);
    numbers.set(subject, Math.max(seq, due));
  }
  return { lost, dupEffects, reordered, findings };
}

/** A subscriber must have got exactly the changes of the log, in its order. */
export function auditSubscriber(changes: readonly StoredEvent[], received: readonly Received[]): FeedAudit {
  const got = new Set(received.map(({ item }) => item.id));
  const known = new Set(changes.map(({ id }) => id));
  const lost = changes.filter(({ id }) => !got.has(id)).length;
  const dupEffects = received.length - got.size;
  const strange = [...got].filter((id) => !known.has(id)).length;
  const due = changes.filter(({ id }) => got.has(id));
  const reordered = [...got].filter((id, i) => known.has(id) && id !== due[i]?.id).length;
  const findings = [
    [lost, `a subscriber missed ${lost} of ${changes.length} changes`],
    [dupEffects, `a subscriber got ${dupEffects} changes more than once`],
    [strange, `a subscriber got ${strange} changes that the log does not hold`],
    [reordered, `a subscriber got ${reordered} changes out of order`],
  ] as const;
  return { lost, dupEffects, reordered, findings: findings.filter(([count]) => count > 0).map(([, text]) => text) };
}

/** The same where customers are told of side by side: each one's changes must be in their order. */
export function auditSubscriberByCustomer(changes: readonly StoredEvent[], received: readonly Received[]): FeedAudit {
  const due = Map.groupBy(changes, ({ subject }) => subject);
  const got = Map.groupBy(received, ({ item }) => item.customerId);
  const audits = [...new Set([...due.keys(), ...got.keys()])].map((customer) =>
    auditSubscriber(due.get(customer) ?? [], got.get(customer) ?? []),
  );
  const summed = (figure: 'lost' | 'dupEffects' | 'reordered') => audits.reduce((sum, audit) => sum + audit[figure], 0);
  return {
    lost: summed('lost'),
    dupEffects: summed('dupEffects'),
    reordered: summed('reordered'),
    findings: audits.flatMap(({ findings }) => findings),
  };
}
