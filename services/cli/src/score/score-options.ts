import { Failure } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import { wordsFor } from '../deployment/plain-words.js';
import { WrongUsage } from '../exit-code.js';

/**
 * The moment that a run stands at, in epoch ms: a time with its offset, or a plain day, which stands for its beginning
 * in UTC.
 * @throws WrongUsage for any other text
 */
export function momentOf(text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const moment = day || time ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) {
    throw new WrongUsage('--as-of: must be a day such as 2026-03-01 or a time such as 2026-03-01T09:00:00Z');
  }
  return moment;
}

/** The window of `--window`. @throws WrongUsage unless it is `all` or days such as `365d` */
export function windowOf(text: string): number | 'all' {
  if (text === 'all') return 'all';
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days === undefined) throw new WrongUsage('--window: must be all, or days such as 365d');
  return Number(days);
}

/**
 * The rules of a run: those of the file, else the shipped ones, with another window when one is asked for. A policy
 * whose window was changed says so in its name, since scores are told by it.
 * @param read checks a policy and completes it
 * @throws WrongUsage naming every wrong field
 */
export function policyOf(read: (json: unknown) => Policy, json: unknown, window: number | 'all' | undefined): Policy {
  return orWrong('--policy', () => {
    const policy = read(json);
    if (window === undefined || window === policy.window) return policy;
    const words = window === 'all' ? 'all' : `${window}d`;
    return read({ ...policy, window, name: `${policy.name.slice(0, 80)} window ${words}` });
  });
}

/** Reads what an option names. @throws WrongUsage naming the option when it is invalid */
export function orWrong<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'invalid') throw error;
    throw new WrongUsage(`${option}: ${wordsFor(error.field, error.reason)}`, error);
  }
}
