import { createHash } from 'node:crypto';

/**
 * UUID version 5: the name's SHA-1 under a namespace, both its 16 bytes and the name in UTF-8 (RFC 9562, section 5.5).
 */
export function uuidV5(namespace: Uint8Array, name: string): string {
  const hex = createHash('sha1').update(namespace).update(name, 'utf8').digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
