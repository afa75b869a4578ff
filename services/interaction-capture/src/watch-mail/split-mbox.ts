import { LineSplitter } from '../read-mail/split-mail-lines.js';

/** The beginning of a mail, or some bytes of the one that began last; valid until the next chunk is taken. */
export type MboxPart =
  | { readonly offset: number; readonly arrivedAt: number | undefined; readonly bytes?: undefined }
  | { readonly bytes: Buffer };

/**
 * How lines of a mail that start with `From ` were quoted. `mboxrd` puts one `>` more before any number of them, `mboxo`
 * puts one before `From ` only.
 */
export type MboxFormat = 'mboxrd' | 'mboxo';

/** Sender, then a date as `asctime` writes it, and maybe more: a sentence that starts with "From " is seldom like that. */
const separator = /^From .*?([A-Z][a-z]{2}) +(\d{1,2}) +(\d{1,2}):(\d{2})(?::(\d{2}))?(?: +[A-Z+-][\w:+-]*)* +(\d{4})/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const from = Buffer.from('From ');
const longestSeparator = 1_000;
const greater = 62;

/** Cuts an mbox archive into its mails while it streams by, in memory that does not grow with it. */
export class MboxSplitter {
  private readonly lines = new LineSplitter((bytes, begins, ends) => this.line(bytes, begins, ends));
  private parts: MboxPart[] = [];
  private offset = 0;
  /** A blank line that may turn out to stand before the next mail. */
  private blank: Buffer | undefined;
  private isFirst = true;

  constructor(private readonly format: MboxFormat) {}

  take(chunk: Uint8Array): MboxPart[] {
    this.lines.take(chunk);
    return this.told();
  }

  end(): MboxPart[] {
    this.lines.end();
    return this.told();
  }

  private told(): MboxPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  private line(bytes: Buffer, begins: boolean, ends: boolean): void {
    const isWhole = begins && ends;
    const match = isWhole && (this.isFirst || this.blank !== undefined) ? separatorIn(bytes) : null;
    if (match === null) this.ofMail(begins ? unquoted(bytes, this.format) : bytes, isWhole && isBlank(bytes));
    else this.startMail(match);
    this.isFirst = false;
    this.offset += bytes.length;
  }

  private startMail(separator: RegExpExecArray): void {
    this.parts.push({ offset: this.offset, arrivedAt: dateOf(separator) });
    this.blank = undefined;
  }

  private ofMail(bytes: Buffer, isBlankLine: boolean): void {
    if (this.blank !== undefined) this.parts.push({ bytes: this.blank });
    this.blank = isBlankLine ? Buffer.from(bytes) : undefined;
    if (!isBlankLine) this.parts.push({ bytes });
  }
}

function separatorIn(line: Buffer): RegExpExecArray | null {
  return line.length > longestSeparator ? null : separator.exec(line.toString('latin1'));
}

/** RFC 4155: in UTC. */
function dateOf([, month, day, hours, minutes, seconds, year]: RegExpExecArray): number | undefined {
  const of = months.indexOf(month ?? '');
  if (of < 0) return undefined;
  return Date.UTC(Number(year), of, Number(day), Number(hours), Number(minutes), Number(seconds ?? 0));
}

function isBlank(line: Buffer): boolean {
  return (line.length === 1 && line[0] === 10) || (line.length === 2 && line[0] === 13 && line[1] === 10);
}

function unquoted(line: Buffer, format: MboxFormat): Buffer {
  if (line[0] !== greater) return line;
  let at = 1;
  while (format === 'mboxrd' && line[at] === greater) at++;
  return line.subarray(at, at + from.length).equals(from) ? line.subarray(1) : line;
}
