import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { verifySignature } from './verify-signature.js';

const now = Date.parse('2026-10-05T12:00:00Z');
const secret = Buffer.from('0123456789abcdef0123456789abcdef');
const body = Buffer.from('{"rating": 4}\n');
const scheme = 'standard-webhooks' as const;

/** Signed by the specification's own library. */
const signed = ({ id = 'msg_1', at = now, key = secret, text = body.toString() } = {}) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at / 1_000)),
  'webhook-signature': new Webhook(key.toString('base64')).sign(id, new Date(at), text),
});
const judged = (headers: Record<string, string | string[]>, bytes: Uint8Array = body, secrets = [secret]) =>
  verifySignature({ scheme, secrets }, { headers, body: bytes }, now);

describe('a message signed after Standard Webhooks', () => {
  it('given the right signature, then it is believed and has its id', () => {
    expect(judged(signed())).toEqual({ id: 'msg_1' });
  });

  it('given two secrets while one is being replaced, then either may have signed', () => {
    const newer = Buffer.alloc(32, 7);
    expect(judged(signed({ key: newer }), body, [secret, newer])).toEqual({ id: 'msg_1' });
    expect(judged(signed({ key: newer }), body, [secret])).toEqual({ fault: 'badSignature' });
  });

  it('given several signatures, then one right one is enough', () => {
    const headers = signed();
    const others = `v1a,abc v1,${Buffer.alloc(32).toString('base64')} `;
    expect(judged({ ...headers, 'webhook-signature': others + headers['webhook-signature'] })).toEqual({ id: 'msg_1' });
  });

  it('given any byte of it changed, then it is not believed', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(body);
        changed[at] = changed[at]! ^ change;
        expect(judged(signed(), changed)).toEqual({ fault: 'badSignature' });
      }),
    );
  });

  it.each([
    [-300, undefined],
    [-301, 'outOfTime'],
    [300, undefined],
    [301, 'outOfTime'],
  ])('given one sent %d seconds from now, then %s', (seconds, fault) => {
    expect(judged(signed({ at: now + seconds * 1_000 }))).toEqual(fault === undefined ? { id: 'msg_1' } : { fault });
  });

  it.each([
    [{ 'webhook-id': '' }, 'unsigned'],
    [{ 'webhook-id': 'msg_2' }, 'badSignature'],
    [{ 'webhook-timestamp': '1e9' }, 'badTimestamp'],
    [{ 'webhook-timestamp': 'NaN' }, 'badTimestamp'],
    [{ 'webhook-signature': '' }, 'unsigned'],
    [{ 'webhook-signature': 'v1,' }, 'badSignature'],
    [{ 'webhook-signature': ['v1,a', 'v1,b'] }, 'unsigned'],
  ])('given the header %j, then %s', (header, fault) => {
    expect(judged({ ...signed(), ...(header as Record<string, string>) })).toEqual({ fault });
  });
});

describe('a message signed with X-Signature', () => {
  const hex = createHmac('sha256', secret).update(body).digest('hex');
  const plain = (headers: Record<string, string>) =>
    verifySignature({ scheme: 'x-signature', secrets: [secret] }, { headers, body }, now);

  it.each([
    [{ 'x-signature': `sha256=${hex}` }, { id: undefined }],
    [{ 'x-signature': `sha256=${hex.toUpperCase()}` }, { id: undefined }],
    [{ 'x-signature': hex }, { fault: 'unsigned' }],
    [{ 'x-signature': `sha256=${hex.slice(2)}` }, { fault: 'unsigned' }],
    [{ 'x-signature': `sha256=${'0'.repeat(64)}` }, { fault: 'badSignature' }],
    [{}, { fault: 'unsigned' }],
  ])('given %j, then %j', (headers, judgement) => {
    expect(plain(headers as Record<string, string>)).toEqual(judgement);
  });
});
