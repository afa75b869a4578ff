import { type Class, type ClassRules, type Constraint, type PropertyRules, rulesOf } from './class-rules.js';

/** One wrong field: its dotted path and why. */
export interface Violation {
  readonly field: string;
  readonly reason: string;
}

/** The most violations that are listed of one value. */
const enough = 100;
const none: readonly Violation[] = [];

/**
 * The wrong fields of `value` by the class-validator rules declared on `cls`, the first hundred of them; empty when it
 * is right. A field is named once, with the first of its rules that does not hold. A nested value must be there and be
 * an object (with `each`: an array of objects), also where class-validator would let its absence pass.
 *
 * The rules are class-validator's own, run from a list that is made once per class: its `validate()` rebuilds that
 * list for every object, which costs more than all the rest of reading an event. Paths and reasons are worked out only
 * for a value that is wrong.
 */
export function violations(cls: Class, value: unknown): readonly Violation[] {
  const rules = rulesOf(cls);
  if (objectHolds(rules, value)) return none;
  const found: Violation[] = [];
  explainObject(rules, value, '', found);
  return found;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: Members, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function objectHolds(rules: ClassRules, value: unknown): boolean {
  if (!isObject(value)) return false;
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    if (!propertyHolds(rule, own(value, rule.name))) return false;
  }
  return true;
}

function propertyHolds({ optional, constraints, nested }: PropertyRules, value: unknown): boolean {
  if (optional && (value === undefined || value === null)) return true;
  for (let i = 0; i < constraints.length; i++) {
    if (!constraintHolds(constraints[i]!, value)) return false;
  }
  if (nested === undefined) return true;
  if (!nested.each) return objectHolds(nested.rules, value);
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) {
    if (!objectHolds(nested.rules, value[i])) return false;
  }
  return true;
}

function constraintHolds(constraint: Constraint, value: unknown): boolean {
  return constraint.each ? Array.isArray(value) && value.every(constraint.holds) : constraint.holds(value);
}

function explainObject(rules: ClassRules, value: unknown, path: string, found: Violation[]): void {
  if (!isObject(value)) {
    found.push({ field: path, reason: 'must be an object' });
    return;
  }
  for (const rule of rules) {
    if (found.length >= enough) return;
    explainProperty(rule, own(value, rule.name), path === '' ? rule.name : `${path}.${rule.name}`, found);
  }
}

function explainProperty(rule: PropertyRules, value: unknown, path: string, found: Violation[]): void {
  if (propertyHolds(rule, value)) return;
  const broken = rule.constraints.find((constraint) => !constraintHolds(constraint, value));
  if (broken !== undefined) found.push({ field: path, reason: broken.reason(value) });
  else if (rule.nested?.each !== true) explainObject(rule.nested?.rules ?? [], value, path, found);
  else if (!Array.isArray(value)) found.push({ field: path, reason: 'must be an array' });
  else {
    for (let i = 0; i < value.length && found.length < enough; i++) {
      explainObject(rule.nested.rules, value[i], `${path}.${i}`, found);
    }
  }
}
