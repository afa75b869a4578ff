import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { createApp, Liveness, Log, Metrics, Readiness, Shutdown } from '@vilfredo/service';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { openVault, type Vault } from '@vilfredo/vault';
import { CustomerRegistryModule } from '../customer-registry.module.js';

const clock = () => Date.UTC(2026, 10, 22);
const ann = {
  ...{ customerId: 'c-1', name: 'Ann Example', birthday: '1970-02-28', ownerId: 'a7', at: '2026-01-01T00:00:00Z' },
  contactPoints: [
    { kind: 'phone', value: '030 901820' },
    { kind: 'phone', value: '+49 30 901820' },
    { kind: 'email', value: 'Ann@Example.com' },
    { kind: 'address', value: '1 High Street\nLondon' },
  ],
  consent: [{ channel: 'phone', granted: true }],
};

describe('the routes of customers', () => {
  let folder: TemporaryFolder;
  let log: EventLog;
  let store: ViewStore;
  let vault: Vault;
  let url: string;
  let stop: () => Promise<void>;
  const told: string[] = [];

  beforeEach(async () => {
    folder = await temporaryFolder();
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    vault = await openVault({ store, masterKey: Buffer.alloc(32, 1) });
    const serviceLog = new Log({ service: 'trial', clock, level: 'debug', write: (line) => told.push(line) });
    const parts = {
      ...{ log: serviceLog, liveness: new Liveness(clock), readiness: new Readiness(), metrics: new Metrics() },
      shutdown: new Shutdown({ log: serviceLog, clock, exit: () => undefined }),
    };
    const app = await createApp({
      parts,
      imports: [CustomerRegistryModule.register({ log, store, clock, vault, country: 'DE' })],
    });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    stop = () => {
      app.getHttpServer().closeAllConnections();
      return app.close();
    };
  });
  afterEach(async () => {
    await stop();
    await log.close();
    await store.close();
    await folder.dispose();
  });

  async function post(body: unknown) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/customers`, { method: 'POST', body: JSON.stringify(body), headers });
    return { status: answer.status, body: (await answer.json()) as object };
  }
  async function postLines(lines: readonly string[], path = '/customers') {
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', body: lines.join('\n'), headers });
    return { status: answer.status, body: (await answer.json()) as object };
  }
  const details = async (id: string) => {
    const answer = await fetch(`${url}/contact-details/${id}`);
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const events = async () => (await log.read({ topics: ['customers'], limit: 100 })).events;

  it('given a customer with a name and contact points, then nothing of it can be read in the log, and agents read it', async () => {
    expect(await post(ann)).toEqual({ status: 202, body: { accepted: 1, duplicates: 0, refused: [] } });

    expect((await events()).map(({ type }) => type)).toEqual([
      ...['CustomerRegistered', 'ContactPointLinked', 'ContactPointLinked', 'ContactPointLinked', 'ConsentChanged'],
    ]);
    expect(JSON.stringify(await events())).not.toMatch(/Ann Example|901820|1970|example\.com|High Street/i);
    expect(told.join()).not.toMatch(/Ann Example|901820|1970|example\.com|High Street/i);
    expect(await details('c-1')).toEqual({
      status: 200,
      body: {
        ...{ customerId: 'c-1', name: 'Ann Example', birthday: '1970-02-28', ownerId: 'a7' },
        contactPoints: [
          { kind: 'phone', value: '+4930901820' },
          { kind: 'email', value: 'ann@example.com' },
          { kind: 'address', value: '1 HIGH STREET LONDON' },
        ],
        consent: [{ channel: 'phone', granted: true, since: '2026-01-01T00:00:00.000Z' }],
      },
    });
  });

  it('given the same once more, then it is a duplicate; with another name at the same moment, a conflict; later, news', async () => {
    await post(ann);

    expect(await post(ann)).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 1 } });
    expect(await post({ ...ann, name: 'Bob' })).toMatchObject({ status: 400, body: { field: '', reason: 'conflict' } });
    await post({
      customerId: 'c-1',
      name: 'Ann Other',
      at: '2026-02-01T00:00:00Z',
      consent: [{ channel: 'phone', granted: false }],
    });
    await post({ customerId: 'c-1', name: 'Ann Early', at: '2025-02-01T00:00:00Z' });
    expect((await details('c-1')).body).toMatchObject({
      ...{ name: 'Ann Other', birthday: '1970-02-28' },
      consent: [{ channel: 'phone', granted: false }],
    });
  });

  it('given several, some of them wrong, then the rest is recorded and each wrong one is named by line', async () => {
    const answer = await post([
      { customerId: 'c-1' },
      {},
      { ...ann, contactPoints: [{ kind: 'email', value: 'nobody' }] },
      3,
    ]);

    expect(answer).toEqual({
      status: 202,
      body: {
        ...{ accepted: 1, duplicates: 0 },
        refused: [
          { line: 2, field: 'customerId', reason: 'missing' },
          { line: 3, field: 'contactPoints.0.value', reason: 'unreadable' },
          { line: 4, field: '', reason: 'notAnObject' },
        ],
      },
    });
    expect(await post([])).toMatchObject({ status: 400 });
  });

  it('given a customer who was erased, then their details are empty; of nobody known there are none', async () => {
    await post(ann);
    await vault.destroy('c-1');

    expect((await details('c-1')).body).toMatchObject({ name: null, birthday: null, contactPoints: [], ownerId: 'a7' });
    expect(await details('c-2')).toMatchObject({
      status: 404,
      body: { field: 'customerId', reason: 'nothing was ever told of this customer' },
    });
    expect((await fetch(`${url}/contact-details/c-1`)).status).toBe(200);
  });

  it('given NDJSON, then each line is a customer, and wrong ones are named by their line', async () => {
    const lines = ['{"customerId":"nd-1"}', '', 'nonsense', '{"customerId":"nd-2","name":"Ann"}', '{}'];

    expect(await postLines(lines)).toEqual({
      status: 202,
      body: {
        ...{ accepted: 2, duplicates: 0 },
        refused: [
          { line: 3, field: '', reason: 'notJson' },
          { line: 5, field: 'customerId', reason: 'missing' },
        ],
      },
    });
    expect((await events()).map(({ subject }) => subject)).toEqual(['nd-1', 'nd-2']);
    expect(await postLines(['nonsense'])).toMatchObject({ status: 400, body: { field: '', reason: 'notJson' } });
    expect(await postLines([''])).toMatchObject({ status: 400 });
  });

  it('given more than are registered at once, then all of them are', async () => {
    const lines = Array.from({ length: 1_201 }, (_, i) => JSON.stringify({ customerId: `c-${i}` }));

    expect(await postLines(lines)).toMatchObject({ status: 202, body: { accepted: 1_201 } });
    expect(await postLines(lines)).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 1_201 } });
  });

  it('given a dry run, then each is checked and nothing is recorded', async () => {
    const lines = ['{"customerId":"c-1"}', '{"customerId":"c-2","contactPoints":[{"kind":"email","value":"x"}]}'];

    expect(await postLines(lines, '/customers?dryRun=true')).toEqual({
      status: 200,
      body: {
        ...{ accepted: 1, duplicates: 0 },
        refused: [{ line: 2, field: 'contactPoints.0.value', reason: 'unreadable' }],
      },
    });
    expect(await events()).toEqual([]);
    expect(await postLines(lines, '/customers?dryRun=perhaps')).toMatchObject({
      status: 400,
      body: { field: 'dryRun' },
    });
  });
});
