import { type Cells, compileSource, type Header, type RowRefusal, readDecimal } from '@vilfredo/row-files';
import { answers, type ContactMapping } from './contact-mapping.js';

/** One record in the shape of the intake. */
export type Intake = Readonly<Record<string, unknown>>;

/** Reads the field of a mapping out of a row; empty where the mapping names no column for it. */
export type ReadField = (name: string, cells: Cells) => string;

/** @throws Failure `invalid` when the mapping names a column that the file does not have */
export function fieldReader({ columns }: Pick<ContactMapping, 'columns'>, header: Header): ReadField {
  const readers = new Map(
    Object.entries(columns).map(([name, source]) => [name, compileSource(source, header, `columns.${name}`)]),
  );
  return (name, cells) => readers.get(name)?.(cells) ?? '';
}

export function refuse(field: string, reason: string): RowRefusal {
  return { field, reason };
}

/** Whom a row is about: the customer, else the number or address by which the customer is known. */
export function whoOf(read: ReadField, cells: Cells): Intake | RowRefusal {
  const customerId = read('customerId', cells);
  if (customerId !== '') return { customerId };
  for (const kind of ['phone', 'email', 'address'] as const) {
    const value = read(kind, cells);
    if (value !== '') return { contactPoint: { kind, value } };
  }
  return refuse('customerId', 'noCustomer');
}

/** The named fields that have a value, as text. */
export function textsOf(names: readonly string[], read: ReadField, cells: Cells): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = read(name, cells);
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** What a row says about satisfaction, on the mapping's scale; undefined when it says nothing. */
export function ratingOf(mapping: ContactMapping, read: ReadField, cells: Cells): Intake | RowRefusal | undefined {
  const rating: Record<string, number> = {};
  for (const name of answers) {
    const text = read(name, cells);
    if (text === '') continue;
    const value = readDecimal(text, mapping.decimal);
    if (value === undefined) return refuse(`rating.${name}`, 'badRating');
    rating[name] = Number(value);
  }
  return Object.keys(rating).length === 0 ? undefined : { ...mapping.scale, ...rating };
}

/** A complaint of the severity 1 to 3 that a row names; undefined when it names none. */
export function complaintOf(read: ReadField, cells: Cells): Intake | RowRefusal | undefined {
  const text = read('severity', cells);
  if (text === '') return undefined;
  return /^[1-3]$/.test(text) ? { severity: Number(text) } : refuse('complaint.severity', 'badSeverity');
}

/** Tells a refusal from what could be read. */
export function isRefusal(value: Intake | RowRefusal | undefined): value is RowRefusal {
  return value !== undefined && typeof value.reason === 'string' && typeof value.field === 'string';
}
