import { type Class, type ClassRules, rulesOf } from './class-rules.js';

/**
 * The paths of what a value holds and its class does not declare, such as `tiers.shares` or `alerts.rules.0.nam`. An event may
 * hold more than its reader knows; what a person writes may not: it would do nothing, and nobody would hear of it.
 */
export function undeclared(cls: Class, value: unknown): string[] {
  return beyond(rulesOf(cls), value, '');
}

function beyond(rules: ClassRules, value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    const declared = rules.find((rule) => rule.name === name);
    if (declared === undefined) return [`${path}${name}`];
    const { nested } = declared;
    if (nested === undefined) return [];
    if (!nested.each) return beyond(nested.rules, held, `${path}${name}.`);
    return Array.isArray(held) ? held.flatMap((one, i) => beyond(nested.rules, one, `${path}${name}.${i}.`)) : [];
  });
}
