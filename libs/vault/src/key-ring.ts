import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { type CollectionDefinition, Failure, type StoredView, type ViewCollection } from '@vilfredo/event-sourcing';
import { type CustomerKeys, customerKeys, subkey } from './sealed-text.js';

/** Customers' keys, each enciphered with the master key. */
export const keysCollection: CollectionDefinition = { name: 'vault-keys', fields: {}, indexes: {} };

/** A customer's key as it is kept; null once it was destroyed. */
interface KeptKey {
  readonly id: string;
  /** Which master key it is enciphered with. */
  readonly master: string;
  readonly wrapped: string;
}

export interface KeyRingOptions {
  /** Keys held in memory. */
  readonly most: number;
  /** For how long a key is held before it is looked for again: somebody else may have destroyed it. Milliseconds. */
  readonly heldFor: number;
}

interface Wanted {
  readonly make: boolean;
  readonly found: PromiseWithResolvers<CustomerKeys | null>;
}

const masterRow = 'master';
const attempts = 10;

/** The keys of customers, made when they are first wanted. */
export class KeyRing {
  private readonly held = new Map<string, { readonly keys: CustomerKeys; readonly until: number }>();
  private readonly wrapping: KeyObject;
  private readonly master: string;
  private wanted = new Map<string, Wanted>();

  constructor(
    private readonly rows: ViewCollection,
    masterKey: Buffer,
    private readonly options: KeyRingOptions,
  ) {
    this.wrapping = subkey(masterKey, 'wrapping');
    this.master = createHmac('sha256', subkey(masterKey, 'name')).digest('hex').slice(0, 12);
  }

  /** @throws Failure `invalid` when the keys there are were made under another master key */
  async claim(): Promise<void> {
    await this.rows.save([{ id: masterRow, version: 0, body: JSON.stringify(this.master), fields: {} }]);
    const row = (await this.rows.load([masterRow])).get(masterRow);
    if (row !== undefined && JSON.parse(row.body) === this.master) return;
    throw new Failure('invalid', 'the master key is not the one that this deployment was begun with', {
      field: 'masterKey',
    });
  }

  /** The customer's keys; made when there are none. */
  async make(customerId: string): Promise<CustomerKeys> {
    const keys = this.fresh(customerId) ?? (await this.want(customerId, true));
    if (keys === null) throw new Failure('conflict', 'the key is destroyed over and over', { field: 'customerId' });
    return keys;
  }

  /** The customer's keys when they are those of this id; null when these were destroyed. */
  async look(customerId: string, keyId: string): Promise<CustomerKeys | null> {
    const held = this.fresh(customerId);
    const keys = held?.id === keyId ? held : await this.want(customerId, false);
    return keys?.id === keyId ? keys : null;
  }

  async destroy(customerId: string): Promise<void> {
    const id = rowOf(customerId);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const version = (await this.rows.load([id])).get(id)?.version ?? 0;
      const lost = await this.rows.save([{ id, version, body: 'null', fields: {} }]);
      this.held.delete(customerId);
      if (lost.length === 0) return;
    }
    throw new Failure('conflict', 'others write the key all the time', { field: 'customerId' });
  }

  private fresh(customerId: string): CustomerKeys | null {
    const held = this.held.get(customerId);
    return held !== undefined && held.until > performance.now() ? held.keys : null;
  }

  /** What is wanted in one turn of the loop is read, and made, in one go. */
  private want(customerId: string, make: boolean): Promise<CustomerKeys | null> {
    if (this.wanted.size === 0) queueMicrotask(() => void this.fetchWanted());
    const before = this.wanted.get(customerId);
    const found = before?.found ?? Promise.withResolvers<CustomerKeys | null>();
    this.wanted.set(customerId, { make: make || before?.make === true, found });
    return found.promise;
  }

  private async fetchWanted(): Promise<void> {
    const wanted = this.wanted;
    this.wanted = new Map();
    try {
      const keys = await this.fetch(wanted);
      for (const [customerId, { found }] of wanted) found.resolve(keys.get(customerId) ?? null);
    } catch (error) {
      for (const { found } of wanted.values()) found.reject(error);
    }
  }

  /** Whoever loses the race to make a key reads again, and takes the winner's. */
  private async fetch(wanted: ReadonlyMap<string, Wanted>): Promise<ReadonlyMap<string, CustomerKeys>> {
    const found = new Map<string, CustomerKeys>();
    let open = [...wanted.keys()];
    for (let attempt = 0; attempt < attempts && open.length > 0; attempt++) {
      const rows = await this.rows.load(open.map(rowOf));
      const toMake: string[] = [];
      for (const customerId of open) {
        const kept = keptIn(rows.get(rowOf(customerId)));
        if (kept !== null) found.set(customerId, this.hold(customerId, this.unwrapped(customerId, kept)));
        else if (wanted.get(customerId)?.make === true) toMake.push(customerId);
      }
      if (toMake.length > 0)
        await this.rows.save(toMake.map((customerId) => this.newRow(customerId, rows.get(rowOf(customerId)))));
      open = toMake;
    }
    return found;
  }

  private hold(customerId: string, keys: CustomerKeys): CustomerKeys {
    this.held.delete(customerId);
    this.held.set(customerId, { keys, until: performance.now() + this.options.heldFor });
    for (const oldest of this.held.keys()) {
      if (this.held.size <= this.options.most) break;
      this.held.delete(oldest);
    }
    return keys;
  }

  private newRow(customerId: string, before: StoredView | undefined): StoredView {
    const id = randomBytes(6).toString('hex');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.wrapping, nonce).setAAD(Buffer.from(`${id}.${customerId}`));
    const wrapped = Buffer.concat([nonce, cipher.update(randomBytes(32)), cipher.final(), cipher.getAuthTag()]);
    const kept: KeptKey = { id, master: this.master, wrapped: wrapped.toString('base64url') };
    return { id: rowOf(customerId), version: before?.version ?? 0, body: JSON.stringify(kept), fields: {} };
  }

  private unwrapped(customerId: string, { id, master, wrapped }: KeptKey): CustomerKeys {
    if (master !== this.master) {
      throw new Failure('invalid', 'is kept under another master key', { field: 'masterKey' });
    }
    const bytes = Buffer.from(wrapped, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.wrapping, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(`${id}.${customerId}`)).setAuthTag(bytes.subarray(-16));
    return customerKeys(id, Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]));
  }
}

function keptIn(row: StoredView | undefined): KeptKey | null {
  return row === undefined ? null : (JSON.parse(row.body) as KeptKey | null);
}

function rowOf(customerId: string): string {
  return `of ${customerId}`;
}
