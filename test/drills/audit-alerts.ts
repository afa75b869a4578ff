import type { StoredEvent } from '@vilfredo/event-sourcing';

/** What is wrong with alerts, counted, and in words. */
export interface AlertAudit {
  /** Alerts that were raised. */
  readonly alerts: number;
  readonly dupAlerts: number;
  readonly lostAlerts: number;
  readonly findings: readonly string[];
}

/** An alert as the list shows it. */
export interface ListedAlert {
  readonly id: string;
  readonly customerId: string;
  readonly rule: string;
  readonly state: string;
}

export interface AlertsToCompare {
  /** What the log tells of alerts. */
  readonly told: readonly StoredEvent[];
  /** What the same log tells when it is folded again. */
  readonly fresh: readonly StoredEvent[];
  readonly listed: readonly ListedAlert[];
  /** Whether there is one order in which the log is read, so that every word of the two must be the same. */
  readonly isOneOrder: boolean;
}

/**
 * Every alert must be raised once and no two be open for one customer and rule; what a fresh fold of the log raises must
 * be there, and the list must show what the log tells. Where topics are read beside each other only what is open in the
 * end can be held to the fresh fold: on the way an alert may come and go as one of them is ahead.
 */
export function auditAlerts({ told, fresh, listed, isOneOrder }: AlertsToCompare): AlertAudit {
  const [live, due] = [follow(told), follow(fresh)];
  const unlisted = [...live.raised].filter(([id, key]) => !isListed(listed, id, key, live.open.get(key) === id));
  const missing = isOneOrder ? [...idsOf(fresh)].filter((id) => !idsOf(told).has(id)) : missingOf(due.open, live.open);
  const strange = isOneOrder ? [...idsOf(told)].filter((id) => !idsOf(fresh).has(id)) : missingOf(live.open, due.open);
  const findings = [
    [live.twice.length, 'are told twice, or are open twice', live.twice],
    [missing.length, 'that the log calls for are missing', missing],
    [strange.length, 'are there that the log does not call for', strange],
    [unlisted.length, 'are not listed as the log tells of them', unlisted.map(([id, key]) => `${id} ${key}`)],
    [listed.length - live.raised.size, 'are listed beyond those that were raised', []],
  ] as const;
  return {
    alerts: live.raised.size,
    dupAlerts: live.twice.length,
    lostAlerts: missing.length + unlisted.length,
    findings: findings
      .filter(([count]) => count > 0)
      .map(([count, what, which]) => `${count} alerts ${what}: ${which.slice(0, 5).join(', ')}`),
  };
}

interface Followed {
  /** By the alert's id: customer and rule. */
  readonly raised: Map<string, string>;
  /** By customer and rule: the alert's id. */
  readonly open: Map<string, string>;
  readonly twice: string[];
}

function follow(events: readonly StoredEvent[]): Followed {
  const followed: Followed = { raised: new Map(), open: new Map(), twice: [] };
  const ids = new Set<string>();
  for (const { id, type, subject, data } of events) {
    const { alertId, rule } = JSON.parse(data) as { alertId: string; rule: string };
    const key = `${subject} ${rule}`;
    if (ids.has(id)) followed.twice.push(`${type} ${id}`);
    ids.add(id);
    if (type === 'AlertRaised') {
      if (followed.raised.has(alertId) || followed.open.has(key)) followed.twice.push(`${key} ${alertId}`);
      followed.raised.set(alertId, key);
      followed.open.set(key, alertId);
    }
    if (type === 'AlertResolved' && followed.open.get(key) === alertId) followed.open.delete(key);
  }
  return followed;
}

function isListed(listed: readonly ListedAlert[], id: string, key: string, isOpen: boolean): boolean {
  const found = listed.filter((alert) => alert.id === id);
  const [alert] = found;
  if (alert === undefined || found.length > 1) return false;
  return `${alert.customerId} ${alert.rule}` === key && (alert.state !== 'resolved') === isOpen;
}

/** By what rules alone raise: people's own decisions, and that somebody was told, are no result of folding. */
function idsOf(events: readonly StoredEvent[]): ReadonlySet<string> {
  return new Set(events.filter(({ type }) => type !== 'AlertNotified').map(({ id }) => id));
}

/** Which of several complaints began an alert that is open for all of them follows the reading. */
function missingOf(wanted: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>): string[] {
  return [...wanted]
    .filter(([key, id]) => (key.endsWith('complaint') ? !there.has(key) : there.get(key) !== id))
    .map(([key, id]) => `${key} ${id}`);
}
