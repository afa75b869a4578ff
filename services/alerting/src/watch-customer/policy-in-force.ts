import type { AlertRule, Policy } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';

/** A policy with what is worked out of it once. */
export interface PolicyInForce {
  readonly policy: Policy;
  readonly calendar: Calendar;
  /** The rules that are on, by name; of several of one name the first. */
  readonly rules: ReadonlyMap<string, AlertRule>;
  /** When it was recorded, epoch ms. */
  readonly since: number;
}

export function inForce(policy: Policy, since: number): PolicyInForce {
  const rules = new Map<string, AlertRule>();
  for (const rule of policy.alerts.rules) if (rule.on && !rules.has(rule.name)) rules.set(rule.name, rule);
  return { policy, calendar: new Calendar(policy.timeZone), rules, since };
}
