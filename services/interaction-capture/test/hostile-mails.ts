import { deflateRawSync } from 'node:zlib';

/** A mail made to do harm, and what must become of it. */
export interface HostileMail {
  readonly name: string;
  /** Made while it is read: the large ones are never whole in memory. */
  readonly chunks: () => Iterable<Buffer>;
  /** `read`, or the reason for which it must be refused. */
  readonly expected: string;
}

type Random = (below: number) => number;
/** @param turn counts the mails of this kind, so that each variant has its turn */
type Make = (random: Random, id: string, turn: number) => Omit<HostileMail, 'name'>;

/**
 * The same mails for the same seed, each kind in turn.
 */
export function hostileMails(seed: number, count: number): HostileMail[] {
  const random = randomFrom(seed);
  const names = Object.keys(kinds);
  return Array.from({ length: count }, (_, i) => {
    const name = names[i % names.length] as string;
    return {
      name: `${name} ${i}`,
      ...(kinds[name] as Make)(random, `${seed}-${i}@hostile.example`, Math.floor(i / names.length)),
    };
  });
}

/** Mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const date = 'Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n';
const head = (id: string, more = '', dated = date) =>
  `From: Mallory <mallory@hostile.example>\r\nTo: service@shop.example\r\nMessage-ID: <${id}>\r\n${dated}${more}\r\n`;
const read = (...parts: (string | Buffer)[]) => ({
  chunks: () => parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  expected: 'read',
});
const refused = (expected: string, chunks: () => Iterable<Buffer>) => ({ chunks, expected });
const noise = (random: Random, length: number) => Buffer.from(Array.from({ length }, () => random(256)));

function* repeated(first: string, unit: string, bytes: number): Generator<Buffer> {
  yield Buffer.from(first, 'latin1');
  const block = Buffer.from(unit.repeat(Math.ceil(65_536 / unit.length)), 'latin1');
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

let bomb: string | undefined;
/** A hundred megabytes of zeros, deflated, as they would lie in a zip file. */
function zipBomb(): string {
  bomb ??= `UEsDB${deflateRawSync(Buffer.alloc(100_000_000)).toString('base64').replace(/.{76}/g, '$&\r\n')}`;
  return bomb;
}

function nested(depth: number, header: (level: number) => string, between: (level: number) => string): string {
  return Array.from({ length: depth }, (_, level) => `${header(level)}\r\n\r\n${between(level)}`).join('');
}

const forged = [
  'Fri, 1 Jan 2199 00:00:00 +0000',
  'Thu, 1 Jan 1970 00:00:00 +0000',
  'Mon, 31 Feb 2026 10:00:00 +0000',
  'Mon, 2 Nov 999999 10:00:00 +0000',
  '-1',
  '(((((((((((((((((((((',
  '\0\0\0',
];
const charsets = ['x-unknown', 'utf-7', 'utf-32', '', 'ISO-2022-CN', '../../etc/passwd', 'utf-8\0', 'cp65001'];
const bodies = ['<', '<a href="x', '<!--', '&amp', '<style><script>', '<br><p><td>', '<ul><li>', ' \t', '=?utf-8?q?'];
const broken = [
  '--b\r\n--b\r\n--b--\r\n--b\r\n',
  '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n',
  '--b\r\nContent-Type: ;;;===\r\nContent-Transfer-Encoding: \\\r\n\r\nx\r\n',
  '--b\r\nContent-Type\r\n:\r\n \r\n\r\nx',
  '--b--\r\n--b--\r\n--b\r\n\r\n\r\n',
];

const kinds: Readonly<Record<string, Make>> = {
  'malformed MIME': (random, id, turn) =>
    read(
      head(id, 'Content-Type: multipart/mixed; boundary=b\r\n'),
      broken[turn % broken.length] as string,
      noise(random, 500),
    ),
  'parts nested 1,000 deep': (random, id) =>
    refused('nestedTooDeep', () => [
      Buffer.from(head(id).slice(0, -2)),
      Buffer.from(
        nested(
          1_000 + random(50),
          (level) => `Content-Type: multipart/mixed; boundary=b${level}-`,
          (level) => `--b${level}-\r\n`,
        ),
      ),
    ]),
  'mails nested 1,000 deep': (random, id) =>
    read(
      head(id).slice(0, -2),
      nested(
        1_000 + random(50),
        () => 'Content-Type: message/rfc822',
        () => '',
      ),
    ),
  'wrong charset': (random, id, turn) =>
    read(head(id, `Content-Type: text/plain; charset="${charsets[turn % charsets.length]}"\r\n`), noise(random, 2_000)),
  'zip bomb': (_, id) =>
    read(head(id, 'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n'), zipBomb()),
  'forged date': (_, id, turn) => read(head(id, '', `Date: ${forged[turn % forged.length]}\r\n`), 'x'),
  'null bytes': (random, id) => read(head(id, `Subject: a\0b\r\nX-\0: \0\r\n`), Buffer.alloc(1 + random(100_000))),
  'endless line': (random, id) => ({
    chunks: () => repeated(head(id), 'endless ', 1_000_000 + random(3_000_000)),
    expected: 'read',
  }),
  'endless empty lines': (random, id) => ({
    chunks: () => repeated(head(id), '\n', 300_000 + random(1_000_000)),
    expected: 'read',
  }),
  'endless header line': (random, id) =>
    refused('headersTooLarge', () => repeated(`${head(id).slice(0, -2)}Subject: `, 'x', 300_000 + random(3_000_000))),
  'broken base64': (random, id) =>
    read(head(id, 'Content-Transfer-Encoding: base64\r\n'), 'QUJD=QQ===\r\n%%%\r\n', noise(random, 5_000)),
  'base64 in units of two': (random, id) => ({
    chunks: () => repeated(head(id, 'Content-Transfer-Encoding: base64\r\n'), 'AA=', 1_000_000 + random(2_000_000)),
    expected: 'read',
  }),
  'cyclic references': (random, id) =>
    read(
      head(
        id,
        `In-Reply-To: <${id}>\r\nReferences: ${`<${id}> <other@hostile.example> `.repeat(1 + random(1_000))}\r\n`,
      ),
      'x',
    ),
  'hostile HTML': (_, id, turn) => {
    const unit = bodies[turn % bodies.length] as string;
    return { chunks: () => repeated(head(id, 'Content-Type: text/html\r\n'), unit, 2_000_000), expected: 'read' };
  },
  '100,000 recipients': (_, id) =>
    refused('headersTooLarge', () =>
      repeated(`${head(id).slice(0, -2)}Cc: `, 'a.customer@hostile.example,\r\n ', 2_900_000),
    ),
  'hostile addresses': (_, id, turn) => {
    const unit = ['(', '"', '<', ',', 'a:', 'g:a@b;', '=?utf-8?q?a?= ', '\\"'][turn % 8] as string;
    return read(head(id, `Cc: ${unit.repeat(Math.floor(200_000 / unit.length))}\r\n`), 'x');
  },
  'a million parts': (_, id) =>
    refused('tooManyParts', () =>
      repeated(head(id, 'Content-Type: multipart/mixed; boundary=b\r\n'), '--b\r\n\r\n', 7_000_000),
    ),
  'too large': (random, id) =>
    refused('tooLarge', () => repeated(head(id), `${'large '.repeat(12)}\r\n`, 25_100_000 + random(1_000_000))),
  noise: (random) => refused('noSender', () => [noise(random, 3_000)]),
  'headers of 50 MB': (random, id) =>
    refused('headersTooLarge', () => repeated(head(id).slice(0, -2), 'X-Junk: junk\r\n', 50_000_000 + random(1_000))),
};
