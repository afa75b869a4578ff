import { Failure } from '@vilfredo/event-sourcing';
import { readPolicy } from '../policy/read-policy.js';
import { instantOf } from '../query/limit.js';
import type { Trial } from './try-policy.js';

const yearMs = 365 * 86_400_000;
const standardEveryDays = 7;
const standardLimit = 50;

const members = ['policy', 'from', 'to', 'cutoffsEveryDays', 'limit'];

/**
 * A trial from JSON: `policy`, and what is not as usual of `from`, `to` (the year before now), `cutoffsEveryDays` (7) and
 * `limit` (50).
 * @param now epoch ms
 * @throws Failure `invalid` naming the field and the reason
 */
export function readTrial(json: unknown, now: number): Trial {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Failure('invalid', 'a trial is a JSON object', { field: 'trial' });
  }
  const given = json as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((key) => !members.includes(key));
  if (unknown !== undefined) throw new Failure('invalid', 'is nothing that a trial goes by', { field: unknown });
  if (given.policy === undefined) throw new Failure('invalid', 'is missing: the rules to try', { field: 'policy' });
  const candidate = readPolicy(given.policy);
  const to = momentOf(given, 'to') ?? now;
  if (to > now) throw new Failure('invalid', 'must not be later than now', { field: 'to' });
  const from = momentOf(given, 'from') ?? to - yearMs;
  if (from >= to) throw new Failure('invalid', 'must be before `to`', { field: 'from' });
  const cutoffsEveryDays = wholeNumber(given, 'cutoffsEveryDays', 366) ?? standardEveryDays;
  return { candidate, from, to, cutoffsEveryDays, limit: wholeNumber(given, 'limit', 10_000) ?? standardLimit };
}

function momentOf(given: Readonly<Record<string, unknown>>, field: string): number | undefined {
  const value = given[field];
  if (value === undefined || value === null) return undefined;
  return instantOf(String(value), field);
}

function wholeNumber(given: Readonly<Record<string, unknown>>, field: string, most: number): number | undefined {
  const value = given[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
    throw new Failure('invalid', `must be a whole number from 1 to ${most}`, { field });
  }
  return value;
}
