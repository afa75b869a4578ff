import { parseJson } from '@vilfredo/row-files';
import type { Intake } from '../import-contacts/contact-columns.js';
import type { FieldRefusal } from '../record-contacts/contact-intake.js';
import { letterDate } from './letter-date.js';

export interface Scan {
  /** What stands in the JSON beside the scan. */
  readonly note: string;
  readonly sha256: string;
  readonly bytes: number;
}

const taken = ['direction', 'agentId', 'issueId', 'subject', 'purpose', 'complaint', 'rating'] as const;
const who = ['customerId', 'contactPoint'] as const;
const known: readonly string[] = ['letterId', 'written', 'received', ...who, ...taken];

/**
 * Makes one contact of a scanned letter and the note beside it: `{letterId?, customerId | contactPoint, written?,
 * received?, subject?, purpose?, complaint?, rating?, issueId?, agentId?, direction?}`. Without a number of its own the
 * letter is known by what its scan holds. The scan is counted and goes no further.
 * @param readTime ISO 8601 in UTC of a text, undefined when it is no time
 */
export function letterOfScan(
  { note, sha256, bytes }: Scan,
  source: string,
  readTime: (text: string) => string | undefined,
): { readonly letter: Intake } | { readonly refused: readonly FieldRefusal[] } {
  const fields = parseJson(note.replace(/^\ufeff/, ''));
  if (fields === undefined) return refused('', 'notJson');
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return refused('', 'notAnObject');
  const given = new Map(Object.entries(fields).filter(([, value]) => value !== null));
  const strange = [...given.keys()].filter((name) => !known.includes(name));
  if (strange.length > 0) {
    return { refused: strange.map((name) => ({ field: name.slice(0, 100), reason: 'unknownField' })) };
  }
  for (const name of ['letterId', 'written', 'received']) {
    if (typeof (given.get(name) ?? '') !== 'string') return refused(name, 'notText');
  }
  const text = (name: string) => (given.get(name) as string | undefined) ?? '';
  const date = letterDate({ written: text('written'), received: text('received') }, readTime);
  if ('reason' in date) return { refused: [date] };
  const letter = {
    source,
    interactionId: text('letterId') || `sha256-${sha256}`,
    ...valuesOf([...who, ...taken], given),
    channel: 'mail',
    direction: given.get('direction') ?? 'in',
    at: date.at,
    attachments: { count: 1, bytes },
  };
  return { letter };
}

function valuesOf(names: readonly string[], given: ReadonlyMap<string, unknown>): Intake {
  return Object.fromEntries(names.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])));
}

function refused(field: string, reason: string) {
  return { refused: [{ field, reason }] };
}
