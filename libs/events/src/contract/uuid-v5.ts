import { hash } from 'node:crypto';

/**
 * UUID version 5: the name's SHA-1 under a namespace, both its 16 bytes and the name in UTF-8 (RFC 9562, section 5.5).
 */
export function uuidV5(namespace: Uint8Array, name: string): string {
  const hex = hash('sha1', bytesOf(namespace, name), 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** Used again for every name that fits: one is made for every event. */
const room = Buffer.alloc(4_096);
/** No UTF-16 code unit takes more bytes in UTF-8. */
const widest = 3;

function bytesOf(namespace: Uint8Array, name: string): Uint8Array {
  if (namespace.length + name.length * widest > room.length) return Buffer.concat([namespace, Buffer.from(name)]);
  room.set(namespace);
  return room.subarray(0, namespace.length + room.write(name, namespace.length));
}
