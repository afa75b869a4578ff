/**
 * Holds the servers of one test run, in a process of its own: starts each when it is first asked for, stops all when
 * its standard input ends, which it does however the process ends that started it. Prints one line: what it offers.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testSettings } from './config.js';
import { kafkaVersions } from './kafka-versions.js';
import type { ServersOfRun } from './offer.js';
import { offersOf } from './offers.js';
import { type Answer, brokerPath, databasePath } from './servers-of-run.js';
import type { Held, TestBroker, TestDatabase } from './test-server.js';

type Holding = Promise<Held<TestBroker | TestDatabase>>;

const settings = testSettings();
const offers = await offersOf(settings);
const held = new Map<string, Holding>();
const obtaining = obtainable();

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(await answerTo(request.url ?? '')));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const told: ServersOfRun = { ...offers, supervisor: `http://127.0.0.1:${port}` };
  process.stdout.write(`${JSON.stringify(told)}\n`);
});
process.stdin.resume().on('end', end).on('error', end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

function obtainable(): Map<string, () => Holding> {
  const { broker, database } = offers;
  const ways = new Map<string, () => Holding>();
  for (const version of kafkaVersions) {
    if (!('origin' in broker)) continue;
    // What a broker and a database need is read only by a run that asks for one.
    ways.set(brokerPath(version), async () =>
      (await import('./test-servers.js')).obtainBroker(broker.origin, version, settings),
    );
  }
  if ('origin' in database) {
    ways.set(databasePath, async () => (await import('./test-servers.js')).obtainDatabase(database.origin, settings));
  }
  return ways;
}

async function answerTo(path: string): Promise<Answer> {
  const way = obtaining.get(path);
  if (way === undefined) return { failure: `nothing is offered at ${path}` };
  const holding = held.get(path) ?? way();
  held.set(path, holding);
  try {
    return { server: (await holding).server };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function end(): Promise<void> {
  server.close();
  const all = await Promise.allSettled(held.values());
  await Promise.allSettled(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.release()] : [])));
  process.exit(0);
}
