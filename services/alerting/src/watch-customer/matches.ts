import type { AlertRule } from '@vilfredo/events';
import { reachOf } from './note-tier.js';
import type { Origin, Sign, TierEntry, WatchedCustomer } from './watched-customer.js';

/** A sign that a rule asks for and that nobody has answered yet. */
export interface Match {
  readonly sign: Sign;
  /** What made the rule apply as it does: the sign's own event, or the customer's entering a tier if that was recorded later. */
  readonly cause: Origin;
  /** The first that nobody had answered: it names the alert, whenever it is raised. */
  readonly anchor: Pick<Origin, 'id' | 'at'>;
}

/**
 * What of a customer the rule applies to now, in the order in which it came about.
 * @param answeredTo what was recorded by then has been answered, epoch ms
 */
export function matchesOf(customer: WatchedCustomer, rule: AlertRule, answeredTo: number): Match[] {
  const matches: Match[] = [];
  for (const sign of customer.signs) {
    if (sign.trigger !== rule.trigger || !isAskedFor(sign, rule)) continue;
    const reach = reachOf(customer, sign, rule);
    if (reach === null) continue;
    const steps = sign.steps.filter((step) => isAskedFor(step, rule)).map((step) => later(step, reach.entered));
    const anchor = steps.find(({ at }) => at > answeredTo);
    if (anchor !== undefined) matches.push({ sign, cause: causeOf(sign, reach.entered), anchor });
  }
  return matches.sort((a, b) => a.anchor.at - b.anchor.at || (a.anchor.id < b.anchor.id ? -1 : 1));
}

function isAskedFor({ words }: Pick<Sign, 'words'>, { when }: AlertRule): boolean {
  return when === undefined || when === null || when.length === 0 || words.some((word) => when.includes(word));
}

function later<T extends Pick<Origin, 'id' | 'at'>>(step: T, entered: TierEntry | null): T | TierEntry {
  return entered !== null && entered.at > step.at ? entered : step;
}

/** Entering the tier has the sign that stood by then among its causes. */
function causeOf({ origin }: Sign, entered: TierEntry | null): Origin {
  if (entered === null || entered.at <= origin.at) return origin;
  const { id, at, correlationid, causes } = entered;
  return { id, at, correlationid, causes: [origin.id, ...causes] };
}
