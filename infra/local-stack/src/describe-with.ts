import { Failure } from '@vilfredo/event-sourcing';
import { testSettings } from './config.js';
import { findBroker, findDatabase } from './find-servers.js';
import { missingPrograms } from './java-programs.js';
import { currentKafka, type KafkaVersion, kafkaVersions } from './kafka-versions.js';
import type { Offer, Offers } from './offer.js';
import type { TestBroker, TestDatabase } from './test-server.js';

export interface TestStack {
  readonly broker: TestBroker;
  readonly database: TestDatabase;
}

/** How long the first test of a run may wait for its servers, in milliseconds. */
const patience = 180_000;

/**
 * A suite that needs a broker; `broker()` gives it to hooks and tests. All suites of a run share it, so each makes
 * topics and groups of its own. Where no broker can be had the suite is skipped, by a name that says why; in
 * continuous integration it fails.
 */
export function describeWithBroker(
  name: string,
  suite: (broker: () => TestBroker) => void,
  { version = currentKafka }: { readonly version?: KafkaVersion } = {},
): void {
  const { broker } = offersOfRun();
  describeWith(`${name} [${kafkaName(broker, version)}]`, [broker], suite, async () =>
    take(await findBroker({ version })),
  );
}

/** The suite once for each version of Kafka that the product is tested on; once only where the broker is a given one. */
export function describeOnEveryKafka(name: string, suite: (broker: () => TestBroker) => void): void {
  const versions = isGiven(offersOfRun().broker) ? [currentKafka] : kafkaVersions;
  for (const version of versions) describeWithBroker(name, suite, { version });
}

/** A suite that needs a database; the rest is as with a broker. Each makes a database of its own. */
export function describeWithDatabase(name: string, suite: (database: () => TestDatabase) => void): void {
  const { database } = offersOfRun();
  describeWith(`${name} [${databaseName(database)}]`, [database], suite, async () => take(await findDatabase()));
}

/** A suite that needs both. */
export function describeWithStack(
  name: string,
  suite: (stack: () => TestStack) => void,
  { version = currentKafka }: { readonly version?: KafkaVersion } = {},
): void {
  const { broker, database } = offersOfRun();
  const title = `${name} [${kafkaName(broker, version)}, ${databaseName(database)}]`;
  describeWith(title, [broker, database], suite, async () => {
    const [ofKafka, ofMongo] = await Promise.all([findBroker({ version }), findDatabase()]);
    return { broker: take(ofKafka), database: take(ofMongo) };
  });
}

/** A suite that starts, kills and restarts servers of the local stack itself, whatever else there is. */
export function describeWithLocalStack(name: string, suite: () => void): void {
  const missing = missingPrograms();
  const offer: Offer =
    missing.length === 0 ? { origin: 'local stack' } : { skipped: `the local stack needs ${missing.join(', ')}` };
  describeWith(name, [offer], suite, async () => undefined);
}

function describeWith<Servers>(
  name: string,
  offers: readonly Offer[],
  suite: (servers: () => Servers) => void,
  find: () => Promise<Servers>,
): void {
  let servers: Servers | undefined;
  const given = () => {
    if (servers === undefined) throw new Failure('bug', 'there are servers only while tests and hooks run');
    return servers;
  };
  const why = [...new Set(offers.flatMap((offer) => ('skipped' in offer ? [offer.skipped] : [])))].join('; ');
  if (why === '') {
    describe(name, () => {
      beforeAll(async () => {
        servers = await find();
      }, patience);
      suite(given);
    });
  } else if (testSettings().isContinuousIntegration) {
    describe(name, () => {
      it('has the servers that it needs', () => {
        throw new Failure('unavailable', why);
      });
    });
  } else {
    describe.skip(`${name} (skipped: ${why})`, () => suite(given));
  }
}

/** What jest's set-up found on this machine; without it a suite could not be named before it runs. */
function offersOfRun(): Offers {
  const { serversOfRun } = testSettings();
  if (serversOfRun !== undefined) return serversOfRun;
  throw new Failure('invalid', 'infra/local-stack/jest/set-up.mjs must be the globalSetup of jest');
}

function take<Server>(found: { readonly server: Server } | { readonly skipped: string }): Server {
  if ('server' in found) return found.server;
  throw new Failure('unavailable', found.skipped);
}

function kafkaName(offer: Offer, version: KafkaVersion): string {
  return isGiven(offer) ? 'Kafka of KAFKA_BROKERS' : `Kafka ${version}`;
}

function databaseName(offer: Offer): string {
  return 'origin' in offer && offer.origin === 'local stack' ? 'mongo-java-server' : 'MongoDB';
}

function isGiven(offer: Offer): boolean {
  return 'origin' in offer && offer.origin === 'environment';
}
