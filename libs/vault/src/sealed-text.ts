import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Failure } from '@vilfredo/event-sourcing';
import { canonicalText } from './canonical-text.js';

/** The keys of one customer: `content` enciphers, `nonce` makes nonces of what is enciphered. */
export interface CustomerKeys {
  /** Told in every text sealed with them. */
  readonly id: string;
  readonly content: KeyObject;
  readonly nonce: KeyObject;
}

const form = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

/** A key of 32 bytes for one use, made of another one (HKDF-SHA256, RFC 5869). As an object: bytes cost four times as much to use. */
export function subkey(key: Buffer, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `vilfredo ${use}`, 32)));
}

export function customerKeys(id: string, key: Buffer): CustomerKeys {
  return { id, content: subkey(key, 'content'), nonce: subkey(key, 'nonce') };
}

/**
 * `v1.<key id>.<nonce, ciphertext and tag in base64url>` by AES-256-GCM. The nonce is an HMAC of the plain text, so that
 * the same content of the same customer seals to the same text, and other content never meets the same nonce.
 */
export function sealText(keys: CustomerKeys, customerId: string, data: object): string {
  const plain = Buffer.from(canonicalText(data));
  const nonce = createHmac('sha256', keys.nonce).update(plain).digest().subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keys.content, nonce).setAAD(context(keys.id, customerId));
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${form}.${keys.id}.${sealed.toString('base64url')}`;
}

/** @throws Failure `invalid` when the text was not sealed with these keys for this customer, or was changed since */
export function openText(keys: CustomerKeys, customerId: string, text: string): object {
  const bytes = partsOf(text).sealed;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.content, bytes.subarray(0, nonceBytes));
    decipher.setAAD(context(keys.id, customerId)).setAuthTag(bytes.subarray(-tagBytes));
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return JSON.parse(plain.toString('utf8')) as object;
  } catch (error) {
    throw new Failure('invalid', 'does not open: it was sealed for somebody else, or changed since', {
      field: 'sealed',
      cause: error,
    });
  }
}

/** @throws Failure `invalid` for what is no sealed text */
export function partsOf(text: string): { readonly keyId: string; readonly sealed: Buffer } {
  const [version, keyId = '', content = '', ...rest] = text.split('.');
  const sealed = Buffer.from(content, 'base64url');
  if (version !== form || keyId === '' || rest.length > 0 || sealed.length < nonceBytes + tagBytes) {
    throw new Failure('invalid', 'is no sealed text', { field: 'sealed' });
  }
  return { keyId, sealed };
}

/** What a text is bound to without holding it. */
function context(keyId: string, customerId: string): Buffer {
  return Buffer.from(`${form}.${keyId}.${customerId}`);
}
