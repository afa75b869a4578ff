import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/**
 * The secrets in a text, divided by white space or commas: base64, with `whsec_` before it.
 * @returns their bytes; undefined when one of them is none, or there is none (24 to 64 bytes each)
 */
export function readSecrets(text: string): readonly Buffer[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const secrets = words.map((word) => bytesOf(word));
  return secrets.length > 0 && secrets.every((secret) => secret !== undefined) ? secrets : undefined;
}

function bytesOf(word: string): Buffer | undefined {
  const base64 = word.startsWith(prefix) ? word.slice(prefix.length) : undefined;
  if (base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : undefined;
}

export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Of the attempt, seconds. */
  readonly 'webhook-timestamp': string;
  /** One signature per secret, divided by blanks. */
  readonly 'webhook-signature': string;
}

/**
 * The headers of the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.payload`, version `v1`.
 * @param at when it is sent, epoch ms
 */
export function signWebhook(id: string, at: number, payload: string, secrets: readonly Buffer[]): SignedHeaders {
  const timestamp = String(Math.floor(at / 1_000));
  const signatures = secrets.map((secret) => {
    return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
