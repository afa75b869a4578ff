import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SurveySource } from './survey-source.js';

/** Seconds that a message may be old, or early. */
export const toleranceSeconds = 300;
const mostSignatures = 16;

/** Why a message is not believed; for our own log alone, its sender is not told. */
export type SignatureFault = 'unsigned' | 'badTimestamp' | 'outOfTime' | 'badSignature';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Checks who signed a message, over its bytes as they came. Comparisons take the same time whatever differs.
 * @param now epoch milliseconds
 * @returns the message's own id (undefined where its scheme has none), or why it is not believed
 */
export function verifySignature(
  { scheme, secrets }: Pick<SurveySource, 'scheme' | 'secrets'>,
  { headers, body }: { readonly headers: Headers; readonly body: Uint8Array },
  now: number,
): { readonly id: string | undefined } | { readonly fault: SignatureFault } {
  if (scheme === 'x-signature') {
    const hex = /^sha256=([0-9a-f]{64})$/i.exec(single(headers['x-signature']) ?? '')?.[1];
    if (hex === undefined) return { fault: 'unsigned' };
    const signed = isSignedBy(secrets, [body], [Buffer.from(hex, 'hex')]);
    return signed ? { id: undefined } : { fault: 'badSignature' };
  }
  const [id, sent, signature] = ['id', 'timestamp', 'signature'].map((name) => single(headers[`webhook-${name}`]));
  if (!id || !sent || !signature || id.length > 200) return { fault: 'unsigned' };
  if (!/^\d{1,12}$/.test(sent)) return { fault: 'badTimestamp' };
  if (!isInTime(Number(sent) * 1_000, now)) return { fault: 'outOfTime' };
  const signatures = signature
    .split(' ', mostSignatures)
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  return isSignedBy(secrets, [Buffer.from(`${id}.${sent}.`), body], signatures) ? { id } : { fault: 'badSignature' };
}

/** @param sent epoch milliseconds */
export function isInTime(sent: number, now: number): boolean {
  return Math.abs(now - sent) <= toleranceSeconds * 1_000;
}

function isSignedBy(
  secrets: readonly Uint8Array[],
  parts: readonly Uint8Array[],
  signatures: readonly Uint8Array[],
): boolean {
  let signed = false;
  for (const secret of secrets) {
    const hmac = createHmac('sha256', secret);
    for (const part of parts) hmac.update(part);
    const expected = hmac.digest();
    for (const given of signatures) {
      if (given.length === expected.length && timingSafeEqual(given, expected)) signed = true;
    }
  }
  return signed;
}

function single(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
