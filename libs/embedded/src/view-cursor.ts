import { Failure, type Field, type IndexKey } from '@vilfredo/event-sourcing';

/** A place along an index: the keys of the last view seen, and its id. */
export interface Place {
  readonly keys: readonly Field[];
  readonly id: string;
}

/** The opaque text that says where to go on. */
export function writeCursor(index: string, { keys, id }: Place): string {
  return Buffer.from(JSON.stringify([index, ...keys, id])).toString('base64url');
}

/**
 * The place a cursor names.
 * @throws Failure `invalid` when the text is no cursor, or one of another index or another prefix
 */
export function readCursor(
  cursor: string,
  index: string,
  keys: readonly IndexKey[],
  equals: Readonly<Record<string, Field>>,
): Place {
  const parts = parse(cursor);
  const values = parts.slice(1, -1);
  const id = parts.at(-1);
  if (parts[0] !== index || values.length !== keys.length || typeof id !== 'string' || !values.every(isField)) {
    throw new Failure('invalid', 'is no cursor of this list', { field: 'cursor' });
  }
  if (keys.some(({ field }, position) => Object.hasOwn(equals, field) && equals[field] !== values[position])) {
    throw new Failure('invalid', 'belongs to a query for other values', { field: 'cursor' });
  }
  return { keys: values, id };
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch (error) {
    throw new Failure('invalid', 'is no cursor of this list', { field: 'cursor', cause: error });
  }
  throw new Failure('invalid', 'is no cursor of this list', { field: 'cursor' });
}

function isField(value: unknown): value is Field {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
