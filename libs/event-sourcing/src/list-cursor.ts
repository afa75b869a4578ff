import { Failure } from './failure.js';

/** What says where in a list a page ended. */
export type ListPlace = readonly (string | number)[];

/**
 * The opaque text that says after what to go on.
 * @param list what tells this list from others, whose cursors are refused
 */
export function writeListCursor(list: string, place: ListPlace): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

/**
 * The place that a cursor of this list names; null for none, which is the beginning.
 * @param example a place of this list: others have as many parts, of the same types
 * @throws Failure `invalid` naming `cursor`, for whatever else
 */
export function readListCursor<const P extends ListPlace>(
  cursor: string | undefined,
  list: string,
  example: P,
): { [part in keyof P]: P[part] extends string ? string : number } | null {
  if (cursor === undefined || cursor === '') return null;
  const [of, ...place] = partsOf(cursor);
  const isPlace = place.length === example.length && place.every((part, i) => typeof part === typeof example[i]);
  if (of !== list || !isPlace) throw noListCursor();
  return place as unknown as { [part in keyof P]: P[part] extends string ? string : number };
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch (error) {
    throw noListCursor(error);
  }
}

/** What a cursor that is none of a list is answered with. */
export function noListCursor(cause?: unknown): Failure {
  return new Failure('invalid', 'is no cursor of this list', { field: 'cursor', cause });
}
