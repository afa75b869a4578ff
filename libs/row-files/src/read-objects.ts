import { parseJson } from './parse-json.js';
import type { TextPart } from './split-lines.js';

/** One line of NDJSON: what it says, or why it could not be read. Lines count from 1. */
export type ObjectLine =
  | { readonly line: number; readonly value: unknown; readonly unreadable?: undefined }
  | { readonly line: number; readonly value?: undefined; readonly unreadable: string; readonly text?: string };

/** The objects of NDJSON, in order; empty lines are passed over. */
export async function* readObjects(parts: AsyncIterable<TextPart>): AsyncGenerator<ObjectLine> {
  for await (const part of parts) {
    if (part.refused !== undefined) {
      yield { line: part.line, unreadable: part.refused };
      continue;
    }
    for (const [i, text] of part.bytes.toString('utf8').split('\n').entries()) {
      const trimmed = text.trim();
      if (trimmed === '') continue;
      const value = parseJson(trimmed);
      const line = part.firstLine + i;
      yield value === undefined ? { line, unreadable: 'notJson', text: text.slice(0, 500) } : { line, value };
    }
  }
}
