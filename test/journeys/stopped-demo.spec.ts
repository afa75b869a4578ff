import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openEventLog } from '@vilfredo/embedded';
import type { StoredEvent } from '@vilfredo/event-sourcing';
import { eventually } from '@vilfredo/testing';
import { RunningServer } from './running-server.js';

const patience = { timeout: 60_000 };
const today = '2026-11-02T10:00:00Z';
const tomorrow = '2026-11-03T10:00:00Z';
const environment = { VILFREDO_LIVE: 'false', VILFREDO_DEMO_CUSTOMERS: '300' };

/** The facts about orders, customers and contacts in the log of a deployment that has ended. */
async function factsOf({ folder }: RunningServer): Promise<readonly string[]> {
  const log = await openEventLog({ folder, clock: () => Date.now() });
  const topics = ['orders', 'customers', 'interactions'];
  const facts: string[] = [];
  for (let after = '0'; ; ) {
    const { events, cursor } = await log.read({ topics, limit: 1_000, after });
    if (events.length === 0) break;
    facts.push(...events.map(factOf));
    after = cursor;
  }
  await log.close();
  return facts.sort();
}

/** Prospects are named, and points of contact identified, under a key of the deployment's own. */
function factOf({ topic, type, subject, id }: StoredEvent): string {
  const whose = subject.startsWith('prospect-') ? 'of a prospect' : subject;
  return topic === 'orders' ? `${type} ${whose} ${id}` : `${type} ${whose}`;
}

describe('a demo that is killed while it fills the data folder', () => {
  const servers: RunningServer[] = [];
  const prepared = async () => {
    const server = await RunningServer.prepare(environment);
    servers.push(server);
    return server;
  };
  afterAll(() => Promise.all(servers.map((server) => server.dispose())));

  it('when it starts again, on another day, then all of the first one is there, and nothing twice', async () => {
    const [whole, torn] = [await prepared(), await prepared()];
    await whole.start('--demo', '--clock', today);
    await whole.stop();
    for (const ms of [0, 40, 120]) {
      torn.launch('--demo', '--clock', today);
      await eventually(() => expect(existsSync(join(torn.folder, 'demo.json'))).toBe(true), patience);
      await pause(ms);
      await torn.kill();
    }
    expect(existsSync(join(torn.folder, 'demo.json'))).toBe(true);

    await torn.start('--demo', '--clock', tomorrow);
    await torn.stop();

    expect(await factsOf(torn)).toEqual(await factsOf(whole));
    expect(existsSync(join(torn.folder, 'demo.json'))).toBe(false);
  }, 120_000);
});
