import { now } from './contact-double.js';
import { answered, plainHeaders, standardHeaders } from './surveys.js';

/** One call as somebody hostile, or broken, would make it. */
export interface HostileCall {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces of the body; with `pauseMs` between them. */
  readonly pieces: readonly (string | Buffer)[];
  readonly pauseMs?: number;
  /** The body is begun and never ended. */
  readonly unended?: boolean;
  /** The statuses that are right; 0 stands for a connection that was cut off. */
  readonly expected: readonly number[];
}

/** Numbers from 0 up to below `limit`, always the same for a seed (mulberry32). */
export function chance(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

type Maker = (n: number, pick: (limit: number) => number) => Omit<HostileCall, 'name'>;

const megabyte = Buffer.alloc(1_048_576, 0x20);
const poll = '/surveys/poll';
const signed = (text: string, n: number, expected: readonly number[], at = now): Omit<HostileCall, 'name'> => ({
  path: poll,
  headers: standardHeaders(text, { id: `msg_h${n}`, at }),
  pieces: [text],
  expected,
});
const said = (changes: object) => JSON.stringify({ ...answered, ...changes });
const nested = (depth: number, inside: string) => `${'{"a":'.repeat(depth)}${inside}${'}'.repeat(depth)}`;

const makers: Readonly<Record<string, Maker>> = {
  'bad signature': (n, pick) => {
    const call = signed(said({}), n, [401]);
    const bytes = Buffer.from(Array.from({ length: 1 + pick(64) }, () => pick(256)));
    return { ...call, headers: { ...call.headers, 'webhook-signature': `v1,${bytes.toString('base64')}` } };
  },
  'no signature': (n, pick) => {
    const { headers, ...call } = signed(said({}), n, [401]);
    const missing = ['webhook-id', 'webhook-timestamp', 'webhook-signature'][pick(3)];
    return { ...call, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing)) };
  },
  replayed: () => ({ path: poll, headers: standardHeaders(said({})), pieces: [said({})], expected: [202] }),
  'replayed under another name': () => {
    const body = said({});
    return { path: '/surveys/plain', headers: standardHeaders(body), pieces: [body], expected: [401] };
  },
  'body changed': (n) => ({ ...signed(said({}), n, [401]), pieces: [said({ answers: { stars: 1 } })] }),
  'old timestamp': (n, pick) => signed(said({}), n, [401], now - 301_000 - pick(1e9)),
  'timestamp to come': (n, pick) => signed(said({}), n, [401], now + 301_000 + pick(1e9)),
  'timestamp that is none': (n, pick) => {
    const call = signed(said({}), n, [401]);
    const sent = ['NaN', '-1', '1e10', '0x10', '9'.repeat(400), ' '][pick(6)]!;
    return { ...call, headers: { ...call.headers, 'webhook-timestamp': sent } };
  },
  huge: (n, pick) => {
    const pieces = Array.from({ length: 1 + pick(8) }, () => megabyte);
    const length = { 'content-length': String(pieces.length * megabyte.length) };
    return { ...signed('{}', n, [413, 0]), headers: { ...standardHeaders('{}'), ...length }, pieces };
  },
  'huge and of unknown length': (n, pick) => ({
    ...signed('{}', n, [413, 0]),
    pieces: Array.from({ length: 1 + pick(8) }, () => megabyte),
  }),
  slow: (n) => ({ ...signed(said({}), n, [408, 0]), pieces: [...said({})], pauseMs: 20 }),
  'begun and never ended': (n) => ({
    ...signed('{}', n, [408, 0]),
    headers: { ...standardHeaders('{}'), 'content-length': '100' },
    unended: true,
  }),
  'wrong content type': (n, pick) => {
    const type = ['text/plain', 'text/xml', 'application/octet-stream', 'application/jsonx', ''][pick(5)]!;
    const call = signed(said({}), n, [415]);
    return { ...call, headers: { ...call.headers, 'content-type': type } };
  },
  'malformed JSON': (n, pick) => {
    const text = said({});
    const broken = ['', '{', text.slice(0, 1 + pick(text.length - 1)), `${text}}`, '{"a":NaN}', "{'a':1}", '\u0000'];
    return signed(broken[pick(broken.length)]!, n, [400]);
  },
  'nested 1,000 deep': (n) => signed(nested(1_000, 'null'), n, [400]),
  'nested 1,000 deep beside a rating': (n) => signed(said({ more: JSON.parse(nested(1_000, '1')) }), n, [202]),
  'nested 40,000 deep': (n) => signed(nested(40_000, 'null'), n, [400]),
  'wrong scale': (n, pick) => signed(said({ answers: { stars: [0, 6, -3, 1e300, 5.0001][pick(5)] } }), n, [400]),
  'no number': (n, pick) => {
    const stars = ['"NaN"', '"Infinity"', '1e999', '"5; drop"', '[5]', '{"$gt":0}', 'true'][pick(7)];
    return signed(said({}).replace('"stars":4', `"stars":${stars}`), n, [400]);
  },
  'prototype keys': (n, pick) => {
    const key = ['__proto__', 'constructor'][pick(2)];
    return signed(said({}).replace('{', `{"${key}":{"prototype":{"stars":4},"stars":4},`), n, [400]);
  },
  'a path through the prototype': (n) => signed(said({ customer: 'text', answers: 'text' }), n, [400]),
  'strange characters': (n, pick) => {
    const id = ['\u0000', '\ud800', 'a\nb', 'x'.repeat(5_000), ' '][pick(5)];
    return signed(said({ customer: { id } }), n, [400]);
  },
  'unknown source': (n, pick) => {
    const names = ['nobody', '__proto__', 'constructor', '%00', '..%2fpoll', 'x'.repeat(500)];
    return { ...signed(said({}), n, [401, 400, 404, 414]), path: `/surveys/${names[pick(names.length)]}` };
  },
  'wrong method': (n, pick) => ({ ...signed('', n, [400, 404, 405]), method: ['GET', 'PUT', 'DELETE'][pick(3)]! }),
  'zipped body': (n) => {
    const call = signed(said({}), n, [202, 400, 415]);
    return { ...call, headers: { ...call.headers, 'content-encoding': 'gzip' } };
  },
  'plain scheme without a time': (n) => {
    const body = JSON.stringify({ id: `p-${n}`, customer: '1', at: now, q: { empathy: 5 } });
    return { path: '/surveys/plain', headers: plainHeaders(body), pieces: [body], expected: [401] };
  },
};

/** The calls of a seed, of every kind in turn. */
export function hostileCalls(count: number, seed: number): readonly HostileCall[] {
  const pick = chance(seed);
  const kinds = Object.entries(makers);
  return Array.from({ length: count }, (_, n) => {
    const [name, make] = kinds[n % kinds.length]!;
    return { name: `${n} ${name}`, ...make(n, pick) };
  });
}
