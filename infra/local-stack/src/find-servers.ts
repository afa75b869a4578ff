import { type TestSettings, testSettings } from './config.js';
import { currentKafka, type KafkaVersion } from './kafka-versions.js';
import type { Offer, Offers, Origin, ServersOfRun } from './offer.js';
import { offersOf } from './offers.js';
import { brokerOfRun, databaseOfRun } from './servers-of-run.js';
import type { Held, TestBroker, TestDatabase } from './test-server.js';
import { obtainBroker, obtainDatabase } from './test-servers.js';

export type Found<Server> = Held<Server> | { readonly skipped: string };

/**
 * A broker for tests: the one that KAFKA_BROKERS names, else one in Docker, else one of the local stack. Within a test
 * run all share one per version, which ends with the run; outside of one it is the caller's, who releases it.
 * @throws Failure `unavailable` when there should be one and it does not serve
 */
export async function findBroker({
  version = currentKafka,
}: {
  readonly version?: KafkaVersion;
} = {}): Promise<Found<TestBroker>> {
  return find('broker', {
    ofRun: (run) => brokerOfRun(run, version),
    own: (origin, settings) => obtainBroker(origin, version, settings),
  });
}

/** A database for tests: as `findBroker`, with MONGODB_URL. The local stack's is a stand-in for MongoDB. */
export async function findDatabase(): Promise<Found<TestDatabase>> {
  return find('database', { ofRun: databaseOfRun, own: obtainDatabase });
}

interface Ways<Server> {
  readonly ofRun: (run: ServersOfRun) => Promise<Server>;
  readonly own: (origin: Origin, settings: TestSettings) => Promise<Held<Server>>;
}

async function find<Server>(which: keyof Offers, { ofRun, own }: Ways<Server>): Promise<Found<Server>> {
  const settings = testSettings();
  const { serversOfRun } = settings;
  const offer: Offer = (serversOfRun ?? (await offersOf(settings)))[which];
  if ('skipped' in offer) return offer;
  if (serversOfRun === undefined) return own(offer.origin, settings);
  return { server: await ofRun(serversOfRun), release: async () => undefined };
}
