import type { FileLayout } from './file-layout.js';
import { CsvBlocks } from './parse-csv.js';
import type { Row } from './row.js';
import type { TextPart } from './split-lines.js';

/** The records of a file with columns, in batches; the header is the first of them. */
export async function* readRows(
  parts: AsyncIterable<TextPart>,
  mapping: Pick<FileLayout, 'format' | 'delimiter' | 'quote'>,
  longestRecord: number,
): AsyncGenerator<readonly Row[]> {
  const blocks =
    mapping.format === 'whitespace' ? { take: blankSeparated, end: () => [] } : new CsvBlocks(mapping, longestRecord);
  for await (const part of parts) {
    if (part.refused === undefined) yield blocks.take(part.bytes, part.firstLine);
    else yield [...blocks.end(), { line: part.line, refused: part.refused }];
  }
  yield blocks.end();
}

function blankSeparated(bytes: Buffer, firstLine: number): Row[] {
  const rows: Row[] = [];
  const lines = bytes.toString('utf8').split('\n');
  for (const [i, text] of lines.entries()) {
    const trimmed = text.trim();
    if (trimmed !== '') rows.push({ line: firstLine + i, cells: trimmed.split(/\s+/) });
  }
  return rows;
}
