import { createHash } from 'node:crypto';

/** Namespace of the ids of ingested facts, for ever. */
const factNamespace = Buffer.from('6f1c1f0f6e4b5c0e9d4a1f7c2b8e3a51', 'hex');

/**
 * UUID version 5 (RFC 9562, section 5.5) of the parts that identify a fact at its source, so that telling the same
 * fact twice gives the same id. Parts are joined by a separator that no part may contain.
 */
export function factId(...parts: readonly string[]): string {
  return uuid(parts.join('\u0000'));
}

/** The id of a derived event: a hash of its customer, its cause and its type. Publishing it twice is publishing it once. */
export function derivedId(customer: string, cause: string, type: string): string {
  return uuid(`${customer}\u0000${cause}\u0000${type}`);
}

function uuid(name: string): string {
  const hex = createHash('sha1').update(factNamespace).update(name, 'utf8').digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
