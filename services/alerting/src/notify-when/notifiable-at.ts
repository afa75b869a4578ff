import type { AlertSeverity, Policy } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';
import { minuteFrom, minuteOfDay, nextAt } from './wall-clock.js';

/** What of an alert decides when somebody may be told of it. */
export interface Notifiable {
  /** ISO 8601. */
  readonly raisedAt: string;
  readonly severity: AlertSeverity;
  /** Null and absent where it is nobody's own: then no cap holds it back. */
  readonly agentId?: string | null;
}

export interface NotifiableAt {
  /** The first instant at which somebody may be told, epoch ms. */
  readonly at: number;
  /** What holds it back until then; null where nothing does. */
  readonly heldBy: 'quiet-hours' | 'cap' | null;
}

/** Rules about when people are told. */
export type NotificationRules = Pick<Policy, 'timeZone'> & { readonly alerts: Omit<Policy['alerts'], 'rules'> };

/**
 * When somebody may be told of an alert: not in quiet hours, and no more than the cap per agent and day; what is beyond it
 * waits for the first day with room. A critical one waits for quiet hours alone and takes up no room.
 * @param earlier instants (epoch ms) at which the agent's other alerts that are not critical were raised, none later than this one
 */
export function notifiableAt(
  alert: Notifiable,
  rules: NotificationRules,
  earlier: readonly number[] = [],
): NotifiableAt {
  const raisedAt = Date.parse(alert.raisedAt);
  const isCapped = alert.severity !== 'critical' && (alert.agentId ?? null) !== null;
  const withRoom = isCapped ? firstWithRoom(raisedAt, rules, earlier) : raisedAt;
  const at = afterQuietHours(withRoom, rules);
  if (withRoom > raisedAt) return { at, heldBy: 'cap' };
  return { at, heldBy: at > raisedAt ? 'quiet-hours' : null };
}

/** The alert's own instant while its day has room, else the beginning of the first day that has. */
function firstWithRoom(raisedAt: number, { timeZone, alerts }: NotificationRules, earlier: readonly number[]): number {
  const calendar = new Calendar(timeZone);
  const own = calendar.dayOf(raisedAt);
  let [day, told] = [Number.NEGATIVE_INFINITY, 0];
  for (const raised of [...earlier].sort((a, b) => a - b).concat(raisedAt)) {
    if (calendar.dayOf(raised) > day) [day, told] = [calendar.dayOf(raised), 0];
    if (told >= alerts.perAgentAndDay) [day, told] = [day + 1, 0];
    told += 1;
  }
  return day === own ? raisedAt : calendar.startOf(day);
}

/** An instant (epoch ms) moved to the end of the quiet hours that it falls in. */
export function afterQuietHours(instant: number, { timeZone, alerts: { quietHours } }: NotificationRules): number {
  if (quietHours === undefined || quietHours === null) return instant;
  const [from, to] = [minuteFrom(quietHours.from), minuteFrom(quietHours.to)];
  const now = minuteOfDay(instant, timeZone);
  const isQuiet = from <= to ? now >= from && now < to : now >= from || now < to;
  return isQuiet ? nextAt(to, instant, timeZone) : instant;
}
