import { openEventLog, openViewStore } from '@vilfredo/embedded';
import { type EventLog, Failure, type ViewStore } from '@vilfredo/event-sourcing';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { openVault, type Vault } from '@vilfredo/vault';
import { Registrar } from './register-customers.runner.js';
import { toldRegistrationsCollection } from './told-registrations.view.js';

const trace = { correlationid: 'r-1', traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` };
const ann = {
  ...{ customerId: 'c-1', name: 'Ann Example', ownerId: 'a7', fields: { segment: 'trade', size: 3 } },
  contactPoints: [{ kind: 'email', value: 'ann@example.com' }],
  consent: [{ channel: 'phone', granted: true }],
};

describe('registering what was said before', () => {
  let folder: TemporaryFolder;
  let log: EventLog;
  let store: ViewStore;
  let vault: Vault;
  let registrar: Registrar;
  let now: number;
  const clock = () => ++now;

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 22);
    folder = await temporaryFolder();
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    vault = await openVault({ store, masterKey: Buffer.alloc(32, 1) });
    registrar = await Registrar.open({ log, clock, vault, store });
  });
  afterEach(async () => {
    await log.close();
    await store.close();
    await folder.dispose();
  });

  const events = async () => (await log.read({ topics: ['customers'], limit: 1_000 })).events;
  const types = async () => (await events()).map(({ type }) => type);

  it('given the same once more, without a moment, then it is a duplicate and nothing is written', async () => {
    expect(await registrar.register([ann, ann], trace)).toEqual(['accepted', 'duplicate']);
    const before = await events();

    const reordered = { ...ann, fields: { size: 3, segment: 'trade' } };
    const less = { customerId: 'c-1', ownerId: 'a7' };
    expect(await registrar.register([ann, reordered, less, { customerId: 'c-1' }], trace)).toEqual(
      Array(4).fill('duplicate'),
    );
    expect(await events()).toEqual(before);
  });

  it('given something else, and then the first again, then all three are recorded in their order', async () => {
    const named = (name: string) => ({ customerId: 'c-1', name });
    expect(await registrar.register([named('A'), named('B')], trace)).toEqual(['accepted', 'accepted']);
    expect(await registrar.register([named('A')], trace)).toEqual(['accepted']);

    const times = (await events()).map(({ time }) => time);
    expect(new Set(times).size).toBe(3);
    expect([...times].sort()).toEqual(times);
  });

  it('given that one thing changed, then only that is recorded', async () => {
    await registrar.register([ann], trace);
    await registrar.register([{ ...ann, consent: [{ channel: 'phone', granted: false }] }], trace);

    expect(await types()).toEqual(['CustomerRegistered', 'ContactPointLinked', 'ConsentChanged', 'ConsentChanged']);
  });

  it('given another source, or a moment of its own, then it is a statement of its own', async () => {
    await registrar.register([{ customerId: 'c-1', name: 'A' }], trace);

    expect(await registrar.register([{ customerId: 'c-1', name: 'A', source: 'shop' }], trace)).toEqual(['accepted']);
    const dated = { customerId: 'c-1', name: 'A', at: '2026-11-22T06:00:00Z' };
    expect(await registrar.register([dated, dated], trace)).toEqual(['accepted', 'duplicate']);
    expect(await registrar.register([{ customerId: 'c-1', name: 'A' }], trace)).toEqual(['duplicate']);
  });

  it('given a statement that is refused as a conflict, then it is not taken for said', async () => {
    await registrar.register([{ customerId: 'c-1', name: 'A', at: '2026-11-01T00:00:00Z' }], trace);
    const kept = await store.collection(toldRegistrationsCollection);
    await kept.clear();

    const other = { customerId: 'c-1', name: 'B' };
    expect(await registrar.register([{ ...other, at: '2026-11-01T00:00:00Z' }], trace)).toEqual([
      { refused: [{ field: '', reason: 'conflict' }] },
    ]);
    expect(await registrar.register([other], trace)).toEqual(['accepted']);
  });

  it('given several processes that take the same at once, then it is recorded once', async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => Registrar.open({ log, clock, vault, store })));
    const book = Array.from({ length: 50 }, (_, i) => ({ ...ann, customerId: `c-${i}` }));

    const outcomes = await Promise.all(others.map((one) => one.register(book, trace)));

    expect(await events()).toHaveLength(150);
    expect(outcomes.flat().filter((outcome) => outcome === 'accepted')).toHaveLength(50);
  });

  it('given a log that failed when it was told, then the same once more is recorded', async () => {
    const failing = { append: () => Promise.reject(new Failure('unavailable', 'the disk is full')) };
    const stopped = await Registrar.open({ log: failing, clock, vault, store });
    await expect(stopped.register([ann], trace)).rejects.toThrow('the disk is full');

    expect(await registrar.register([ann], trace)).toEqual(['accepted']);
    expect(await types()).toHaveLength(3);
  });

  it('given a customer whose key was destroyed, then what is kept tells nothing, and the same again is news', async () => {
    await registrar.register([ann], trace);
    const body = async () => {
      const kept = await store.collection(toldRegistrationsCollection);
      return (await Array.fromAsync(kept.snapshot())).flat()[0]!.body;
    };
    const before = await body();
    expect(before).not.toMatch(/Ann|ann@|a7|trade|true/);

    await vault.destroy('c-1');

    expect(await registrar.register([ann], trace)).toEqual(['accepted']);
    const marksOf = (text: string) =>
      text.match(/(?<="(?:name|ownerId|fields|granted)":")[\w-]{24}/g) ?? ([] as string[]);
    expect(marksOf(before)).toHaveLength(4);
    expect(marksOf(await body()).filter((mark) => marksOf(before).includes(mark))).toHaveLength(0);
    expect(await registrar.register([ann], trace)).toEqual(['duplicate']);
  });
});
