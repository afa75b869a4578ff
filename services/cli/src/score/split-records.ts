import { openText, parseJson, splitLines } from '@vilfredo/row-files';
import { isPlainlyOrder, kindOfRecord } from '../input/kind-of-record.js';

type Fields = Readonly<Record<string, unknown>>;

/** What becomes of the records of a file that are no orders. */
export interface OtherRecords {
  contact(record: Fields, line: number): void | Promise<void>;
  customer(record: Fields, line: number): void | Promise<void>;
  /** A line that cannot be read. */
  unreadable(reason: string, line: number, text: string | null): void | Promise<void>;
  /** Every other record has been given. */
  end(): Promise<void>;
}

const longestLine = 1_048_576;

/**
 * The orders of an NDJSON file that mixes them with other records, as NDJSON: in the place of every other line there is
 * an empty one, so that lines keep their numbers. The others are handed over on the way.
 * @param onBytes told how many bytes of the source were taken since the last call
 */
export async function* ordersAmong(
  source: AsyncIterable<Uint8Array>,
  others: OtherRecords,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const part of splitLines(openText(source, 'utf-8', onBytes), { longestLine })) {
    if (part.refused !== undefined) {
      await others.unreadable(part.refused, part.line, null);
      yield Buffer.from('\n');
      continue;
    }
    const lines = part.bytes.toString('utf8').split('\n');
    lines.pop();
    for (const [i, text] of lines.entries()) {
      // A first line that is no object is for the intake of orders, which says what kind of file this is not.
      const isOrder = isPlainlyOrder(text) || (isFirst && !isObjectLike(text));
      if (!isOrder && !(await isOrderAfterAll(text, part.firstLine + i, others))) lines[i] = '';
      if (text.trim() !== '') isFirst = false;
    }
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
  await others.end();
}

function isObjectLike(text: string): boolean {
  return text.trim() === '' || text.trim().startsWith('{');
}

/** Hands a line over that is none of orders. */
async function isOrderAfterAll(text: string, line: number, others: OtherRecords): Promise<boolean> {
  if (text.trim() === '') return false;
  const record = parseJson(text);
  if (record === undefined) await others.unreadable('notJson', line, text.slice(0, 500));
  else if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    await others.unreadable('notAnObject', line, text.slice(0, 500));
  } else {
    const kind = kindOfRecord(record as Fields);
    if (kind === 'order') return true;
    await others[kind](record as Fields, line);
  }
  return false;
}
