import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure } from '@vilfredo/event-sourcing';
import type { Encoding } from './encoding.js';

const headBytes = 65_536;

/**
 * The text of a file as chunks of UTF-8 without byte-order mark: unzipped when it starts like gzip, decoded from
 * `encoding` or from what its byte-order mark says. Lines that end in a carriage return alone end in a newline.
 * @param onBytes told how many bytes of the source (as it is, zipped or not) have been taken since the last call
 * The source is not closed; that is for its owner.
 * @throws Failure `invalid` when the file is empty, broken gzip, or not text in that encoding.
 */
export async function* openText(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const chunks = counted(source, onBytes);
  const start = await readHead(chunks, 2);
  const raw = startingWith(start, chunks);
  const whole = start[0] === 0x1f && start[1] === 0x8b ? unzipped(raw) : raw;
  try {
    const head = await readHead(whole, headBytes);
    if (head.length === 0) throw new Failure('invalid', 'the file is empty');
    const { label, skip } = encodingOf(head, encoding);
    if (skip === head.length) throw new Failure('invalid', 'the file is empty');
    checkHead(head.subarray(skip), label);
    const text = startingWith(head.subarray(skip), whole);
    yield* inLines(label === 'utf-8' ? text : decoded(text, label));
  } finally {
    await whole.return(undefined);
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    onBytes(chunk.byteLength);
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

async function readHead(chunks: AsyncIterator<Buffer>, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let length = 0; length < bytes; ) {
    const { done, value } = await chunks.next();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

async function* startingWith(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* unzipped(zipped: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 262_144 });
  const source = Readable.from(zipped, { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    throw new Failure('invalid', `the file is damaged gzip (${(error as Error).message})`, { cause: error });
  } finally {
    source.destroy();
  }
}

function encodingOf(head: Buffer, encoding: Encoding): { label: Encoding | 'utf-16be'; skip: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { label: 'utf-8', skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { label: 'utf-16le', skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { label: 'utf-16be', skip: 2 };
  return { label: encoding, skip: 0 };
}

function checkHead(head: Buffer, label: string): void {
  const wide = label.startsWith('utf-16');
  const sample = wide ? Buffer.from(new TextDecoder(label).decode(head)) : head;
  if (sample.includes(0)) {
    throw new Failure(
      'invalid',
      'not a text file: it holds zero bytes; name its encoding in the mapping if it is utf-16le',
      {
        field: 'mapping.encoding',
      },
    );
  }
  if (label !== 'utf-8') return;
  const whole = withoutCutCharacter(head);
  if (isUtf8(whole)) return;
  const control = whole.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  if (control > whole.length / 100) throw new Failure('invalid', 'not a text file: it holds control characters');
  throw new Failure('invalid', 'not a text file in utf-8: name its encoding in the mapping, such as windows-1252', {
    field: 'mapping.encoding',
  });
}

/** A head may end within a character. */
function withoutCutCharacter(head: Buffer): Buffer {
  let end = head.length;
  while (end > 0 && end > head.length - 4 && ((head[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return end > 0 && (head[end - 1] ?? 0) >= 0xc0 ? head.subarray(0, end - 1) : head;
}

async function* decoded(chunks: AsyncGenerator<Buffer>, label: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const last = decoder.decode();
  if (last !== '') yield Buffer.from(last);
}

/** Whether its first chunk ends lines in a carriage return alone tells it of the whole text. */
async function* inLines(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let isOld: boolean | undefined;
  for await (const chunk of chunks) {
    isOld ??= endsOldLines(chunk);
    if (isOld) for (let at = chunk.indexOf(13); at >= 0; at = chunk.indexOf(13, at + 1)) chunk[at] = 10;
    yield chunk;
  }
}

/** A carriage return at the very end may be half of a line end. */
function endsOldLines(chunk: Buffer): boolean {
  const at = chunk.indexOf(13);
  return at >= 0 && at < chunk.length - 1 && !chunk.includes(10);
}
