import { Failure } from '@vilfredo/event-sourcing';

/** The number of items asked for: 100 when nothing is said. @throws Failure `invalid` outside 1 to `most` */
export function limitOf(text: string | undefined, most = 1_000): number {
  if (text === undefined || text === '') return 100;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw new Failure('invalid', `must be a whole number from 1 to ${most}`, { field: 'limit' });
  }
  return limit;
}

/** An instant in epoch ms from ISO 8601 text. @throws Failure `invalid` naming the field */
export function instantOf(text: string, field: string): number {
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant))
    throw new Failure('invalid', 'must be a time such as 2026-03-01 or 2026-03-01T09:00:00Z', { field });
  return instant;
}

/** One of the allowed words. @throws Failure `invalid` naming the field and the words */
export function wordOf<W extends string>(text: string | undefined, field: string, words: readonly W[]): W | undefined {
  if (text === undefined || text === '') return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw new Failure('invalid', `must be one of ${words.join(', ')}`, { field });
  return word;
}
