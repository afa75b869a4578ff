import { randomBytes } from 'node:crypto';
import { openViewStore } from '@vilfredo/embedded';
import type { ViewStore } from '@vilfredo/event-sourcing';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import fc from 'fast-check';
import { openVault, type Vault } from './vault.js';

describe('the vault', () => {
  const masterKey = randomBytes(32);
  let folder: TemporaryFolder;
  let stores: ViewStore[];
  /** Each call is another process over the same medium. */
  const open = async (options: { heldFor?: number; mostHeld?: number; masterKey?: Buffer } = {}): Promise<Vault> => {
    const store = await openViewStore({ folder: folder.path });
    stores.push(store);
    return openVault({ store, masterKey, ...options });
  };
  beforeEach(async () => {
    folder = await temporaryFolder();
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await folder.dispose();
  });

  it('given any content, when it is sealed, then nobody reads it in the text, and the same customer opens it', async () => {
    const vault = await open();
    const content = fc.record({ name: fc.string({ minLength: 5, unit: 'grapheme' }), birthday: fc.string() });
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), content, async (customerId, data) => {
        const sealed = await vault.seal(customerId, data);
        expect(sealed).not.toContain(data.name);
        expect(await vault.open(customerId, sealed)).toEqual(data);
      }),
      { numRuns: 50 },
    );
  });

  it('given the same content twice, when sealed by two processes, then the text is the same; of another customer, another', async () => {
    const [one, other] = [await open(), await open()];
    const sealed = await one.seal('c-1', { name: 'x', birthday: 'y' });

    expect(await other.seal('c-1', { birthday: 'y', name: 'x' })).toBe(sealed);
    expect(await other.seal('c-1', { name: 'x', birthday: 'z' })).not.toBe(sealed);
    expect(await other.seal('c-2', { name: 'x', birthday: 'y' })).not.toBe(sealed);
  });

  it('given two processes that seal for new customers at once, when all is sealed, then each opens what the other sealed', async () => {
    const [one, other] = [await open(), await open()];
    const customers = Array.from({ length: 200 }, (_, n) => `c-${n}`);
    const sealing = (vault: Vault) => Promise.all(customers.map((id) => vault.seal(id, { id })));
    const [mine, theirs] = await Promise.all([sealing(one), sealing(other)]);

    expect(mine).toEqual(theirs);
    for (const [n, id] of customers.entries()) expect(await other.open(id, mine[n]!)).toEqual({ id });
  });

  it('given a key that is destroyed, when it is opened, then nothing comes; what is sealed later has a key of its own', async () => {
    const vault = await open();
    const before = await vault.seal('c-1', { name: 'x' });
    const neighbour = await vault.seal('c-2', { name: 'y' });
    await vault.destroy('c-1');
    const after = await vault.seal('c-1', { name: 'x' });

    expect(await vault.open('c-1', before)).toBeNull();
    expect(await vault.open('c-1', after)).toEqual({ name: 'x' });
    expect(await vault.open('c-2', neighbour)).toEqual({ name: 'y' });
  });

  it('given another process that destroys a key, when what was sealed is opened, then nothing comes, once the held key is old', async () => {
    const [one, other] = [await open({ heldFor: 0 }), await open()];
    const sealed = await one.seal('c-1', { name: 'x' });
    await other.destroy('c-1');

    expect(await one.open('c-1', sealed)).toBeNull();
  });

  it('given another process that makes the key later, when it sealed, then it opens here too', async () => {
    const [one, other] = [await open(), await open()];
    const sealed = await one.seal('c-1', { name: 'x' });
    await one.destroy('c-1');
    expect(await other.open('c-1', sealed)).toBeNull();

    expect(await other.open('c-1', await one.seal('c-1', { name: 'x' }))).toEqual({ name: 'x' });
  });

  it('given room for few keys, when many customers are sealed for, then all of it opens', async () => {
    const vault = await open({ mostHeld: 3 });
    const sealed = await Promise.all(Array.from({ length: 20 }, (_, n) => vault.seal(`c-${n}`, { n })));

    for (const [n, text] of sealed.entries()) expect(await vault.open(`c-${n}`, text)).toEqual({ n });
  });

  it('given a text that was changed, or that is another customer’s, when it is opened, then that is refused', async () => {
    const vault = await open();
    const sealed = await vault.seal('c-1', { name: 'x' });
    const [, keyId = ''] = sealed.split('.');
    const last = sealed.at(-2) === 'A' ? 'B' : 'A';

    await expect(vault.open('c-1', `${sealed.slice(0, -2)}${last}${sealed.at(-1)}`)).rejects.toMatchObject({
      kind: 'invalid',
    });
    await expect(vault.open('c-1', `v1.${keyId}.AAAA`)).rejects.toMatchObject({ kind: 'invalid', field: 'sealed' });
    await expect(vault.open('c-1', 'x')).rejects.toMatchObject({ kind: 'invalid', field: 'sealed' });
    expect(await vault.open('c-2', sealed)).toBeNull();
  });

  it('given another master key, when the vault is opened, then it is refused rather than left to seal what nobody opens', async () => {
    await open();

    await expect(open({ masterKey: randomBytes(32) })).rejects.toMatchObject({ kind: 'invalid', field: 'masterKey' });
    await expect(open({ masterKey: randomBytes(16) })).rejects.toMatchObject({ kind: 'invalid', field: 'masterKey' });
  });

  it('given one value under two kinds, when fingerprints are taken, then they differ, and are the same in every process', async () => {
    const [one, other] = [await open(), await open()];

    expect(one.fingerprint('phone', '+4912345')).toMatch(/^[0-9a-f]{32}$/);
    expect(one.fingerprint('phone', '+4912345')).toBe(other.fingerprint('phone', '+4912345'));
    expect(one.fingerprint('phone', '+4912345')).not.toBe(one.fingerprint('email', '+4912345'));
  });
});
