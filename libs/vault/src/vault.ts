import { createHmac } from 'node:crypto';
import { Failure, type ViewStore } from '@vilfredo/event-sourcing';
import { KeyRing, keysCollection } from './key-ring.js';
import { openText, partsOf, sealText, subkey } from './sealed-text.js';

export interface VaultOptions {
  /** Where customers' keys are kept, enciphered with the master key. */
  readonly store: Pick<ViewStore, 'collection'>;
  /** 32 bytes. */
  readonly masterKey: Buffer;
  /** Keys held in memory; 10,000 when absent. */
  readonly mostHeld?: number;
  /** Milliseconds after which a held key is looked for again, since another process may have destroyed it; 60,000 when absent. */
  readonly heldFor?: number;
}

/** Personal data, sealed with a key of the customer's own: without that key it is gone, wherever copies of it are. */
export interface Vault {
  /**
   * Seals what may be told as JSON. The same content of the same customer gives the same text, whoever seals it.
   * @throws Failure `unavailable` when keys cannot be read or written
   */
  seal(customerId: string, data: object): Promise<string>;
  /**
   * What was sealed for this customer; null when the key was destroyed.
   * @throws Failure `invalid` when the text was sealed for somebody else or changed since
   */
  open(customerId: string, sealed: string): Promise<object | null>;
  /** Makes everything that was ever sealed for the customer unreadable. What is sealed afterwards has a new key. */
  destroy(customerId: string): Promise<void>;
  /**
   * 32 hex digits that are the same for the same value and tell nothing of it to whoever has not the master key.
   * @param value in its normal form: see `normalContactPoint`
   */
  fingerprint(kind: string, value: string): string;
}

/**
 * Opens the vault of a deployment; all processes of one give the same master key.
 * @throws Failure `invalid` on `masterKey` when it is not 32 bytes long, or not the one that the vault was begun with
 */
export async function openVault({ store, masterKey, ...options }: VaultOptions): Promise<Vault> {
  if (masterKey.length !== 32) throw new Failure('invalid', 'must be 32 bytes', { field: 'masterKey' });
  const { mostHeld: most = 10_000, heldFor = 60_000 } = options;
  const keys = new KeyRing(await store.collection(keysCollection), masterKey, { most, heldFor });
  await keys.claim();
  const fingerprints = subkey(masterKey, 'fingerprint');
  return {
    seal: async (customerId, data) => sealText(await keys.make(customerId), customerId, data),
    open: async (customerId, sealed) => {
      const { keyId } = partsOf(sealed);
      const own = await keys.look(customerId, keyId);
      return own === null ? null : openText(own, customerId, sealed);
    },
    destroy: (customerId) => keys.destroy(customerId),
    fingerprint: (kind, value) =>
      createHmac('sha256', fingerprints).update(`${kind}\u0000${value}`).digest('hex').slice(0, 32),
  };
}
