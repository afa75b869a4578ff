import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@vilfredo/event-sourcing';
import { sectionsOfVersion2 } from '@vilfredo/events';
import { describeWithStack } from '@vilfredo/local-stack';
import { openStores, type Stores } from '@vilfredo/networked';
import { Log } from '@vilfredo/service';
import { eventually, policyActivated } from '@vilfredo/testing';
import { complaint, satisfaction, settled, silence, tier, value } from '../../test/example-events.js';
import { recordDecision } from '../decide-alert/record-decision.js';
import { pageAlerts } from '../list-alerts/page-alerts.js';
import { AlertingRuntime } from './alerting-runtime.js';

const partitions = 4;
const customers = Array.from({ length: 40 }, (_, i) => `customer-${String(i).padStart(2, '0')}`);
const patience = { timeout: 60_000 };

describeWithStack('customers whom several processes watch', (stack) => {
  // The broker says when something was recorded, by its own clock.
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const prefix = `${randomUUID().slice(0, 8)}.`;
  const opened: { stores: Stores; runtime: AlertingRuntime }[] = [];

  async function join(): Promise<{ stores: Stores; runtime: AlertingRuntime }> {
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
    const stores = await openStores(config, { name: 'alerting', clock, log, onFatal });
    const runtime = await AlertingRuntime.open({ ...stores, clock, shared: { partitions }, tickMs: 20 });
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

  it('given two of them, one that leaves and one that comes, then each alert is told once, and people and time are heard', async () => {
    const [first, second] = [await join(), await join()];
    const { log } = first.stores;
    const at = new Date().toISOString();
    const said = async (type: string): Promise<StoredEvent[]> => {
      const { events } = await log.read({ topics: ['alerts'], limit: 10_000 });
      return events.filter((event) => event.type === type);
    };
    const open = async () =>
      (await pageAlerts(first.runtime.alerts, { open: true }, { sort: '-priority', limit: 1_000 })).items;
    const toldOnce = async (type: string, count: number) => {
      const events = await said(type);
      expect(events).toHaveLength(count);
      expect(new Set(events.map(({ data }) => JSON.parse(data).alertId)).size).toBe(count);
    };

    await log.append([policyActivated({ at })]);
    const facts = customers.flatMap((customer, i) => [
      complaint({ customer, at }),
      value(i, { customer, at }),
      tier(null, 'core', { customer, at }),
      satisfaction(3, { customer, at }),
    ]);
    for (let from = 0; from < facts.length; from += 20) await log.append(facts.slice(from, from + 20));
    await eventually(async () => expect(await open()).toHaveLength(2 * customers.length), patience);
    await eventually(() => {
      const owners = customers.filter((customer) => second.runtime.owns(customer)).length;
      expect(owners).toBeGreaterThan(0);
      expect(owners).toBeLessThan(customers.length);
    }, patience);

    // One goes in the middle of it, and another comes.
    const silent = customers.map((customer) => silence('overdue', { customer, at }));
    await log.append(silent.slice(0, 20));
    const gone = second.runtime.stop();
    await log.append(silent.slice(20));
    await gone;
    await join();
    await eventually(async () => expect(await open()).toHaveLength(3 * customers.length), patience);
    await toldOnce('AlertRaised', 3 * customers.length);

    const [pressing] = await open();
    const parts = { log, clock, views: first.runtime.alerts };
    await recordDecision(parts, pressing!.id, { kind: 'resolve', outcome: 'recovered' });
    await log.append(customers.map((customer) => settled({ customer, at })));
    await eventually(async () => expect(await open()).toHaveLength(2 * customers.length), patience);
    await toldOnce('AlertResolved', customers.length);

    const { alerts } = sectionsOfVersion2;
    const rules = alerts.rules.map((rule) => ({ ...rule, on: rule.name !== 'satisfaction', escalateAfterHours: 24 }));
    await log.append([policyActivated({ name: 'other', at, alerts: { ...alerts, rules } })]);
    await eventually(async () => expect(await open()).toHaveLength(customers.length), patience);
    ahead = 25 * 3_600_000;
    await eventually(async () => expect(await said('AlertEscalated')).toHaveLength(customers.length), patience);
    await toldOnce('AlertEscalated', customers.length);
    await toldOnce('AlertRaised', 3 * customers.length);
  }, 240_000);
});
