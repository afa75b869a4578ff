import { randomUUID } from 'node:crypto';
import { describeWithStack } from '@vilfredo/local-stack';
import { openStores, type Stores } from '@vilfredo/networked';
import { Log } from '@vilfredo/service';
import { eventually } from '@vilfredo/testing';
import { alertRaised, attempted, callsRuled, consented, riskChanged, valueChanged } from '../../test/example-facts.js';
import { everybody } from '../list-calls/walk-lists.js';
import { OutreachRuntime } from './outreach-runtime.js';

const partitions = 4;
const customers = Array.from({ length: 24 }, (_, i) => `customer-${String(i).padStart(2, '0')}`);
const patience = { timeout: 60_000 };

describeWithStack('a call list that several processes keep', (stack) => {
  // The broker says when something was recorded, by its own clock.
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const at = new Date().toISOString();
  const prefix = `${randomUUID().slice(0, 8)}.`;
  const opened: { stores: Stores; runtime: OutreachRuntime }[] = [];

  async function join(): Promise<{ stores: Stores; runtime: OutreachRuntime }> {
    const { broker, database } = stack();
    const log = new Log({ service: 'test', clock, level: 'error', write: () => undefined, pretty: false });
    const config = {
      port: 0,
      host: '127.0.0.1',
      trustNetwork: false,
      partitions,
      replication: 1,
      prefix,
      clockShift: 0,
      sessionTimeout: 6_000,
      logLevel: 'error' as const,
      stopOnDefects: true,
      brokers: broker.brokers,
      mongodbUrl: database.url,
    };
    const onFatal = (error: Error) => {
      throw error;
    };
    const stores = await openStores(config, { name: 'outreach', clock, log, onFatal });
    const runtime = await OutreachRuntime.open({ ...stores, clock, shared: { partitions }, tickMs: 20 });
    await runtime.start();
    const member = { stores, runtime };
    opened.push(member);
    return member;
  }

  afterAll(async () => {
    for (const { runtime, stores } of opened) {
      await runtime.stop();
      await stores.close();
    }
  });

  it('given two of them and one that leaves, then everybody is where facts, rules and time put them', async () => {
    const [first, second] = [await join(), await join()];
    const { log } = first.stores;
    const list = async () => {
      const { items } = await everybody(first.runtime.views, { limit: 100 });
      return items.map(({ id, fields }) => [id, fields.priority]);
    };
    await log.append(
      customers.flatMap((customer, i) => [
        valueChanged(i, { customer }),
        riskChanged(50, 'high', { customer, seq: 2 }),
        ...(i % 3 === 0 ? [attempted('no-answer', { customer, at })] : []),
        ...(i % 3 === 1 ? [consented(true, { customer })] : []),
      ]),
    );
    const ranked = (wanted: (i: number) => boolean, need: number) =>
      customers
        .map((customer, i) => [customer, Math.round(i * need * 100) / 100, i] as const)
        .filter(([, , i]) => wanted(i))
        .map(([customer, priority]) => [customer, priority])
        .reverse();
    await eventually(async () => expect(await list()).toEqual(ranked((i) => i % 3 !== 0, 0.5)), patience);
    await eventually(() => {
      const owners = customers.filter((customer) => second.runtime.owns(customer)).length;
      expect(owners).toBeGreaterThan(0);
      expect(owners).toBeLessThan(customers.length);
    }, patience);
    await log.append([callsRuled({ allowedWithoutConsent: false })]);
    await eventually(async () => expect(await list()).toEqual(ranked((i) => i % 3 === 1, 0.5)), patience);
    await second.runtime.stop();
    await log.append(
      customers.map((customer) => alertRaised(`alert-${customer}`, { customer, at, severity: 'critical' })),
    );
    await log.append([callsRuled({ allowedWithoutConsent: true })]);
    ahead = 86_400_000;
    await eventually(async () => expect(await list()).toEqual(ranked(() => true, 1)), patience);
  }, 180_000);
});
