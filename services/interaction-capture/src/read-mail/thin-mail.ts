import { type ContentHeaders, contentHeaders } from './content-headers.js';
import type { Refusal } from './mail.js';
import { LineSplitter } from './split-mail-lines.js';

/** What is kept of a mail at most, whatever its size: the rest is counted at most. */
export const mailLimits = {
  bytes: 25_000_000,
  /** Of all headers of all parts together, as common mail servers have it. */
  headerBytes: 262_144,
  headerLines: 10_000,
  /** Of one header, folded lines together; what is more of it is not read. */
  headerLength: 32_768,
  depth: 100,
  parts: 1_000,
  /** Of all text together, still encoded: four times the text that is kept in the end. */
  textBytes: 400_000,
  /** Of pieces that the parser decodes one by one: lines, and units of base64 that end in padding. */
  textPieces: 6_000,
} as const;

const newline = 10;
const dash = 45;
const equals = 61;

interface Multipart {
  readonly delimiter: Buffer;
  readonly type: string;
  hasPlainText: boolean;
}

/** A text in a mail, as a small mail of its own. */
export interface ThinText {
  readonly kind: 'plain' | 'html' | 'report';
  readonly source: readonly Buffer[];
  /** HTML that says again what a plain text beside it says. */
  readonly isRepeated: boolean;
}

/**
 * Thins a mail while it streams by: its headers and texts stay, attachments are counted and let go. What stays is bounded
 * in size, depth and number, whatever the mail; and no parser has to be trusted with more of it.
 */
export class MailThinner {
  refused: Refusal | undefined;
  attachments = 0;
  attachmentBytes = 0;
  /** Header lines of the mail itself. */
  readonly headers: Buffer[] = [];
  readonly texts: ThinText[] = [];
  private readonly lines = new LineSplitter((line, begins, ends) => this.line(line, begins, ends), {
    onlyDashes: () => this.body !== 'none' && (this.body !== 'text' || this.isFull),
  });
  private readonly open: Multipart[] = [];
  private body: 'none' | 'text' | 'counted' | 'passed' = 'none';
  private partHeaders: string[] = [];
  private text: Buffer[] = [];
  private isBase64 = false;
  private base64Characters = 0;
  private sawBytes = 0;
  private parts = 1;
  private headerBytes = 0;
  private headerLines = 0;
  private headerLength = 0;
  private textBytes = 0;
  private textPieces = 0;

  constructor(private readonly largestBytes: number = mailLimits.bytes) {}

  take(chunk: Uint8Array): void {
    this.sawBytes += chunk.byteLength;
    if (this.sawBytes > this.largestBytes) this.refuse('size', 'tooLarge');
    if (this.refused === undefined) this.lines.take(chunk);
  }

  end(): void {
    this.lines.end();
    if (this.refused === undefined && this.body === 'none') this.endHeaders();
    this.endBody();
  }

  private get isFull(): boolean {
    return this.textPieces >= mailLimits.textPieces || this.textBytes >= mailLimits.textBytes;
  }

  private refuse(field: string, reason: string): void {
    this.refused ??= { field, reason };
    for (const kept of [this.headers, this.texts, this.partHeaders, this.text]) kept.length = 0;
  }

  /** @param begins whether the line starts here, and not before; @param ends whether it ends here */
  private line(bytes: Buffer, begins: boolean, ends: boolean): void {
    if (this.refused !== undefined) return;
    if (begins && ends && bytes[0] === dash && bytes[1] === dash && this.delimiter(bytes)) return;
    if (this.body === 'none') this.headerLine(bytes, ends);
    else if (this.body === 'text') this.textLine(bytes, ends);
    else if (this.body === 'counted') this.count(bytes);
  }

  private headerLine(bytes: Buffer, ends: boolean): void {
    this.headerBytes += bytes.length;
    this.headerLines++;
    // A line that does not end within what lines are held for is longer than all headers may be.
    if (!ends || this.headerBytes > mailLimits.headerBytes || this.headerLines > mailLimits.headerLines) {
      this.refuse('headers', 'headersTooLarge');
      return;
    }
    const line = trimmed(bytes, isLineEnd);
    if (this.parts === 1) this.keepHeader(bytes);
    if (line.length === 0) this.endHeaders();
    else this.partHeaders.push(line.toString('latin1'));
  }

  private keepHeader(line: Buffer): void {
    if (!isBlank(line[0])) this.headerLength = 0;
    const room = mailLimits.headerLength - this.headerLength;
    this.headerLength += line.length;
    if (room <= 0) return;
    this.headers.push(Buffer.from(line.subarray(0, room)));
    if (line.length > room) this.headers.push(Buffer.from('\n'));
  }

  private endHeaders(): void {
    const parent = this.open.at(-1)?.type;
    const content = contentHeaders(this.partHeaders, parent === 'multipart/digest' ? 'message/rfc822' : 'text/plain');
    this.partHeaders = [];
    this.isBase64 = content.encoding === 'base64';
    this.body = 'passed';
    if (content.type.startsWith('multipart/')) this.openMultipart(content);
    else if (content.type === 'text/plain' && !content.isAttachment) this.openText('plain', content);
    else if (content.type === 'text/html' && !content.isAttachment) this.openText('html', content);
    else if (parent !== 'multipart/report') this.openAttachment();
    else if (content.type.endsWith('delivery-status')) this.openText('report', content);
  }

  private openMultipart({ type, boundary }: ContentHeaders): void {
    if (boundary === undefined) return;
    this.open.push({ delimiter: Buffer.from(`--${boundary}`, 'latin1'), type, hasPlainText: false });
    if (this.open.length > mailLimits.depth) this.refuse('parts', 'nestedTooDeep');
  }

  private openText(kind: ThinText['kind'], content: ContentHeaders): void {
    const alternative = this.open.findLast(({ type }) => type === 'multipart/alternative');
    if (alternative !== undefined && kind === 'plain') alternative.hasPlainText = true;
    this.text = [Buffer.from(headersOfText(kind, content), 'latin1')];
    this.texts.push({ kind, source: this.text, isRepeated: alternative?.hasPlainText ?? false });
    this.body = 'text';
  }

  private openAttachment(): void {
    this.attachments++;
    this.body = 'counted';
  }

  /** Whether the line delimits parts; then it did. */
  private delimiter(bytes: Buffer): boolean {
    const line = trimmed(trimmed(bytes, isLineEnd), isBlank);
    for (let at = this.open.length - 1; at >= 0; at--) {
      const { delimiter } = this.open[at] as Multipart;
      const rest = line.length - delimiter.length;
      const closes = rest === 2 && line[line.length - 1] === dash && line[line.length - 2] === dash;
      if ((rest !== 0 && !closes) || line.compare(delimiter, 0, delimiter.length, 0, delimiter.length) !== 0) continue;
      this.startPart(at, closes);
      return true;
    }
    return false;
  }

  private startPart(at: number, closes: boolean): void {
    if (this.body === 'none') this.endHeaders();
    this.endBody();
    this.open.length = closes ? at : at + 1;
    this.body = closes ? 'passed' : 'none';
    if (!closes && ++this.parts > mailLimits.parts) this.refuse('parts', 'tooManyParts');
  }

  private endBody(): void {
    this.attachmentBytes += Math.floor((this.base64Characters * 3) / 4);
    this.base64Characters = 0;
  }

  private textLine(bytes: Buffer, ends: boolean): void {
    const fitting = this.fitting(bytes);
    this.textBytes += fitting.length;
    if (ends) this.textPieces++;
    if (fitting.length > 0) this.text.push(Buffer.from(fitting));
  }

  /** As much of a text's line as there is room for. */
  private fitting(bytes: Buffer): Buffer {
    if (this.isFull) return bytes.subarray(0, 0);
    const line = bytes.subarray(0, mailLimits.textBytes - this.textBytes);
    if (!this.isBase64) return line;
    for (let at = line.indexOf(equals); at >= 0; at = line.indexOf(equals, at + 1)) {
      if (++this.textPieces >= mailLimits.textPieces) return line.subarray(0, at);
    }
    return line;
  }

  private count(bytes: Buffer): void {
    if (!this.isBase64) this.attachmentBytes += bytes.length;
    else for (let at = 0; at < bytes.length; at++) if (isBase64Character(bytes[at] ?? 0)) this.base64Characters++;
  }
}

/** Only what decides how a text is decoded, so that a parser cannot see anything else in it. */
function headersOfText(kind: ThinText['kind'], { encoding, charset, isFlowed, deletesSpace }: ContentHeaders): string {
  const type = [`text/${kind === 'html' ? 'html' : 'plain'}`];
  if (charset !== undefined) type.push(`charset=${charset}`);
  if (isFlowed) type.push('format=flowed', `delsp=${deletesSpace ? 'yes' : 'no'}`);
  return `Content-Type: ${type.join('; ')}\nContent-Transfer-Encoding: ${encoding}\n\n`;
}

function isBase64Character(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 47 && byte <= 57) || byte === 43;
}

const isLineEnd = (byte: number | undefined) => byte === newline || byte === 13;
const isBlank = (byte: number | undefined) => byte === 32 || byte === 9;

function trimmed(line: Buffer, isToGo: (byte: number | undefined) => boolean): Buffer {
  let end = line.length;
  while (end > 0 && isToGo(line[end - 1])) end--;
  return line.subarray(0, end);
}
