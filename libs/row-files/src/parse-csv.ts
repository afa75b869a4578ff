import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { FileLayout } from './file-layout.js';
import type { Row } from './row.js';
import { countNewlines } from './split-lines.js';

const newline = 10;
const carriageReturn = 13;

/**
 * Parses CSV block by block. A record that a block leaves open (a line break within quotes) is finished with the next.
 * A line that cannot begin a record is refused as `notCsv` and parsing goes on with the line after it, so that one
 * stray quote costs one line and never the rest of the file.
 */
export class CsvBlocks {
  private open: Buffer = Buffer.alloc(0);
  private openLine = 1;

  constructor(
    private readonly dialect: Pick<FileLayout, 'delimiter' | 'quote'>,
    private readonly longestRecord: number,
  ) {}

  /** @param bytes complete lines */
  take(bytes: Buffer, firstLine: number): Row[] {
    if (this.open.length === 0) return this.parse(bytes, firstLine, false);
    return this.parse(Buffer.concat([this.open, bytes]), this.openLine, false);
  }

  /** Nothing follows that could close what is open. */
  end(): Row[] {
    return this.parse(this.open, this.openLine, true);
  }

  private parse(bytes: Buffer, firstLine: number, last: boolean): Row[] {
    const rows: Row[] = [];
    this.open = Buffer.alloc(0);
    let [from, line] = [0, firstLine];
    while (from < bytes.length) {
      const rest = bytes.subarray(from);
      const parsed = this.parseRecords(rest, line, rows);
      from += parsed.bytes;
      line = parsed.line;
      if (parsed.problem === undefined) break;
      if (parsed.problem === 'open' && !last && bytes.length - from <= this.longestRecord) {
        this.open = Buffer.from(bytes.subarray(from));
        this.openLine = line;
        break;
      }
      const end = bytes.indexOf(newline, from);
      const next = end < 0 ? bytes.length : end + 1;
      rows.push({ line, refused: 'notCsv', text: bytes.toString('utf8', from, Math.min(next - 1, from + 500)) });
      from = next;
      line++;
    }
    return rows;
  }

  /** Parses as many records as are well formed and says how far that reached. */
  private parseRecords(bytes: Buffer, firstLine: number, rows: Row[]) {
    let [at, line] = [0, firstLine];
    const skipBlankLines = () => {
      for (; bytes[at] === newline || (bytes[at] === carriageReturn && bytes[at + 1] === newline); at++) {
        if (bytes[at] === newline) line++;
      }
    };
    try {
      parse(bytes, {
        delimiter: this.dialect.delimiter,
        quote: this.dialect.quote ?? false,
        escape: this.dialect.quote ?? null,
        record_delimiter: ['\n', '\r\n'],
        relax_column_count: true,
        skip_empty_lines: true,
        on_record: (cells: string[], { bytes: end }: { bytes: number }) => {
          skipBlankLines();
          rows.push({ line, cells });
          line += countNewlines(bytes, at, end);
          at = end;
          return null;
        },
      });
      return { bytes: bytes.length, line, problem: undefined };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      skipBlankLines();
      return { bytes: at, line, problem: error.code === 'CSV_QUOTE_NOT_CLOSED' ? ('open' as const) : ('bad' as const) };
    }
  }
}
