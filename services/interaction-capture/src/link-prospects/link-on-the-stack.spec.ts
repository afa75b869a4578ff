import { randomUUID } from 'node:crypto';
import { describeWithStack } from '@vilfredo/local-stack';
import { openStores, type Stores } from '@vilfredo/networked';
import { Log } from '@vilfredo/service';
import { eventually } from '@vilfredo/testing';
import { openVault } from '@vilfredo/vault';
import { aCall } from '../../test/capturing.js';
import { InteractionCapture } from '../interaction-capture.runtime.js';

const clock = () => Date.now();
const number = { customerId: undefined, contactPoint: { kind: 'phone', value: '+4930901820' } };

describeWithStack('linking prospects on the stack', (stack) => {
  const prefix = `t${randomUUID().slice(0, 8)}.`;
  const opened: Stores[] = [];
  const captures: InteractionCapture[] = [];

  /** One more process that takes contacts. */
  const open = async () => {
    const { broker, database } = stack();
    const stores = await openStores(
      {
        ...{ brokers: broker.brokers, mongodbUrl: database.url, prefix, partitions: 4, replication: 1, clockShift: 0 },
        stopOnDefects: true,
        ...{ sessionTimeout: 6_000, port: 0, host: '127.0.0.1', trustNetwork: false, logLevel: 'error' as const },
      },
      {
        ...{ name: 'interaction-capture', clock, onFatal: (error) => Promise.reject(error) },
        log: new Log({ service: 'trial', clock, level: 'error', write: () => undefined }),
      },
    );
    opened.push(stores);
    const { log, store } = stores;
    const vault = await openVault({ store, masterKey: Buffer.alloc(32, 1) });
    const capture = await InteractionCapture.open({ log, store, clock, vault, country: 'DE' });
    captures.push(capture);
    return { capture, vault, log };
  };
  afterEach(async () => {
    for (const capture of captures.splice(0)) await capture.stop();
    for (const stores of opened.splice(0)) await stores.close();
  });

  it('given two processes that share the contacts, when an unknown turns out to be a customer, then they have all of them once', async () => {
    const [one, other] = [await open(), await open()];
    const calls = [0, 1, 2, 3].map((n) => aCall({ interactionId: `c-${n}`, ...number, text: `text ${n}` }));
    await Promise.all([one.capture.intake.record(calls), other.capture.intake.record(calls)]);
    await Promise.all([one.capture.start(), other.capture.start()]);
    const fingerprint = one.vault.fingerprint('phone', '+4930901820');
    await one.log.append([
      {
        ...{ topic: 'customers', subject: '17850', id: 'link-1', type: 'ContactPointLinked', version: 1 },
        ...{ time: '2026-02-01T00:00:00.000Z', correlationid: 'link-1' },
        data: JSON.stringify({ source: 'registry', kind: 'phone', fingerprint }),
      },
    ]);
    const history = () => other.log.history({ topics: ['interactions'], subject: '17850' });
    await eventually(async () => expect(await history()).toHaveLength(4), { timeout: 40_000, every: 200 });

    await other.capture.intake.record([aCall({ interactionId: 'c-9', ...number })]);
    await eventually(async () => expect(await history()).toHaveLength(5), { timeout: 20_000, every: 200 });
    const contents = (await history()).flatMap(({ data }) => (JSON.parse(data) as { sealed?: string }).sealed ?? []);
    const opened = await Promise.all(contents.map((sealed) => other.vault.open('17850', sealed)));
    expect(opened).toEqual([0, 1, 2, 3].map((n) => ({ text: `text ${n}` })));
  }, 120_000);
});
