import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { interactionOfMail } from './interaction-of-mail.js';
import type { Mail, MailReading, MailSettings, Refusal } from './mail.js';
import { MailThinner, mailLimits, type ThinText } from './thin-mail.js';

/** A mail that is being read, chunk by chunk, in memory that does not grow with it. */
export class MailReader {
  private readonly thinner: MailThinner;
  private readonly hash = createHash('sha256');
  private isEmpty = true;

  /** @param arrivedAt when its source got it, in epoch milliseconds: the last resort for its date */
  constructor(
    private readonly settings: MailSettings,
    private readonly arrivedAt?: number,
  ) {
    this.thinner = new MailThinner(settings.largestBytes);
  }

  /** Why it will be refused whatever follows: the rest need not be handed in. */
  get refused(): Refusal | undefined {
    return this.thinner.refused;
  }

  take(chunk: Uint8Array): void {
    if (this.refused !== undefined || chunk.byteLength === 0) return;
    this.isEmpty = false;
    this.hash.update(chunk);
    this.thinner.take(chunk);
  }

  async end(): Promise<MailReading> {
    if (this.isEmpty) return { refused: [{ field: 'message', reason: 'empty' }] };
    if (this.refused !== undefined) return { refused: [this.refused] };
    this.thinner.end();
    if (this.refused !== undefined) return { refused: [this.refused] };
    return interactionOfMail(await this.mail(), this.settings);
  }

  private async mail(): Promise<Mail> {
    const { attachments, attachmentBytes, headers, texts } = this.thinner;
    const parsed = await parse(headers);
    return {
      headers: headersOf(parsed),
      from: flat([parsed.from, parsed.sender]),
      replyTo: flat(parsed.replyTo ?? []),
      recipients: flat([...(parsed.to ?? []), ...(parsed.cc ?? []), ...(parsed.bcc ?? [])]),
      messageId: parsed.messageId,
      inReplyTo: parsed.inReplyTo,
      references: parsed.references,
      subject: parsed.subject,
      text: await textOf(texts),
      attachments: { count: attachments, bytes: attachmentBytes },
      deliveryStatus: await decoded(texts.filter(({ kind }) => kind === 'report')),
      hash: this.hash.digest('hex'),
      arrivedAt: this.arrivedAt,
    };
  }
}

/**
 * Reads a mail (RFC 5322, MIME) into the interaction that it is. Never throws because of what a mail holds: what cannot
 * be used is refused with its reason. Attachments are counted and let go, never unpacked.
 * @param raw the whole mail, or its chunks, of which no more are asked for once it is refused
 */
export async function readMail(
  raw: Uint8Array | AsyncIterable<Uint8Array>,
  settings: MailSettings,
  arrivedAt?: number,
): Promise<MailReading> {
  const reader = new MailReader(settings, arrivedAt);
  if (raw instanceof Uint8Array) {
    reader.take(raw);
    return reader.end();
  }
  for await (const chunk of raw) {
    reader.take(chunk);
    if (reader.refused !== undefined) break;
  }
  return reader.end();
}

/** Plain text where there is some; HTML where it says what no plain text says. */
async function textOf(texts: readonly ThinText[]): Promise<string> {
  const wanted = texts.filter(({ kind, isRepeated }) => kind === 'plain' || (kind === 'html' && !isRepeated));
  const text = (await decoded(wanted)).join('\n');
  if (text.trim() !== '') return text;
  return (await decoded(texts.filter(({ kind, isRepeated }) => kind === 'html' && isRepeated))).join('\n');
}

async function decoded(texts: readonly ThinText[]): Promise<string[]> {
  const all: string[] = [];
  for (const { kind, source } of texts) {
    const { text, html } = await parse(source);
    all.push(kind === 'html' ? await textOfHtml(html ?? '') : (text ?? ''));
  }
  return all;
}

/** The parser makes plain text of HTML only beside plain text, so it is given some. */
async function textOfHtml(html: string): Promise<string> {
  const boundary = createHash('sha256').update(html).digest('hex');
  const part = (type: string) => `--${boundary}\nContent-Type: ${type}; charset=utf-8\n\n`;
  // A tag that does not end has its parser try each of its beginnings with all that follows: hours, for a large mail.
  const closed = html.replace(/<(?![^<>]*>)/g, ' ');
  const mail = `Content-Type: multipart/mixed; boundary=${boundary}\n\n${part('text/plain')}\n${part('text/html')}${closed}`;
  return (await parse([Buffer.from(mail)])).text ?? '';
}

function parse(mail: readonly Buffer[]): Promise<Email> {
  return PostalMime.parse(Buffer.concat(mail), { maxHeadersSize: 2 * mailLimits.headerBytes });
}

function headersOf({ headers }: Email): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const { key, value } of headers) {
    const values = byName.get(key);
    if (values === undefined) byName.set(key, [value]);
    else values.push(value);
  }
  return byName;
}

function flat(addresses: readonly (Address | undefined)[]): string[] {
  return addresses.flatMap((address) => {
    if (address === undefined) return [];
    return address.group === undefined ? [address.address] : address.group.map((member) => member.address);
  });
}
