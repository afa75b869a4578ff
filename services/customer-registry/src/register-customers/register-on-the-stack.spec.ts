import { randomUUID } from 'node:crypto';
import { describeWithStack } from '@vilfredo/local-stack';
import { openStores, type Stores } from '@vilfredo/networked';
import { Log } from '@vilfredo/service';
import { openVault } from '@vilfredo/vault';
import { Registrar } from './register-customers.runner.js';

const clock = () => Date.now();
const trace = { correlationid: 'r-1', traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` };

describeWithStack('registering customers on the stack', (stack) => {
  const prefix = `t${randomUUID().slice(0, 8)}.`;
  const opened: Stores[] = [];

  /** One more process that takes customers. */
  const open = async () => {
    const { broker, database } = stack();
    const stores = await openStores(
      {
        ...{ brokers: broker.brokers, mongodbUrl: database.url, prefix, partitions: 4, replication: 1, clockShift: 0 },
        stopOnDefects: true,
        ...{ sessionTimeout: 6_000, port: 0, host: '127.0.0.1', trustNetwork: false, logLevel: 'error' as const },
      },
      {
        ...{ name: 'customer-registry', clock, onFatal: (error) => Promise.reject(error) },
        log: new Log({ service: 'trial', clock, level: 'error', write: () => undefined }),
      },
    );
    opened.push(stores);
    const { log, store } = stores;
    const vault = await openVault({ store, masterKey: Buffer.alloc(32, 1) });
    return { log, registrar: await Registrar.open({ log, clock, vault, store, country: 'DE' }) };
  };
  afterEach(async () => {
    for (const stores of opened.splice(0)) await stores.close();
  });

  it('given several processes that take the same at once, and later again, then it is recorded once', async () => {
    const processes = [await open(), await open(), await open()];
    const book = Array.from({ length: 40 }, (_, i) => ({
      ...{ customerId: `c-${i}`, name: `Ann ${i}` },
      contactPoints: [{ kind: 'email', value: `ann${i}@example.com` }],
      consent: [{ channel: 'phone', granted: true }],
    }));
    const all = () => Promise.all(processes.map(({ registrar }) => registrar.register(book, trace)));
    const told = async () =>
      (await processes[0]!.log.read({ topics: ['customers'], limit: 1_000 })).events.map(({ id }) => id);

    const first = await all();
    expect(first.flat().filter((outcome) => outcome === 'accepted').length).toBeGreaterThanOrEqual(40);
    expect(first.flat().every((outcome) => typeof outcome === 'string')).toBe(true);
    expect(await told()).toHaveLength(120);

    expect(new Set((await all()).flat())).toEqual(new Set(['duplicate']));
    const [one, other] = processes;
    const forbidden = { customerId: 'c-0', consent: [{ channel: 'phone', granted: false }] };
    expect(await one!.registrar.register([forbidden], trace)).toEqual(['accepted']);
    expect(await other!.registrar.register([book[0]], trace)).toEqual(['accepted']);
    expect(await told()).toHaveLength(122);
  }, 120_000);
});
