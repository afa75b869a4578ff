import { jest } from '@jest/globals';
import { describeOnEveryKafka, describeWithBroker, describeWithDatabase, describeWithStack } from './describe-with.js';
import type { Offer } from './offer.js';

const stack: Offer = { origin: 'local stack' };
const none: Offer = { skipped: 'no mvn' };

/** What is registered with jest when suites are described on a machine with these offers. */
function registered(offers: { broker: Offer; database: Offer; CI?: string }, register: () => void) {
  const { CI = '', ...rest } = offers;
  jest.replaceProperty(process, 'env', {
    CI,
    VILFREDO_TEST_SERVERS: JSON.stringify({ ...rest, supervisor: 'http://-' }),
  });
  const names: string[] = [];
  const note = (prefix: string) => (name: string, body: () => void) => {
    names.push(prefix + name);
    body();
  };
  const suites = Object.assign(note(''), { skip: note('skip: ') });
  const failures: unknown[] = [];
  const test = (_name: string, body: () => void) => {
    try {
      body();
    } catch (error) {
      failures.push(error);
    }
  };
  const real = { describe, it, beforeAll };
  Object.assign(globalThis, { describe: suites, it: test, beforeAll: () => undefined });
  try {
    register();
  } finally {
    Object.assign(globalThis, real);
    jest.restoreAllMocks();
  }
  return { names, failures };
}
const noTests = () => undefined;

describe('a suite that needs servers', () => {
  it('says in its name what it runs on', () => {
    const { names } = registered({ broker: stack, database: stack }, () => {
      describeWithBroker('a log', noTests);
      describeWithDatabase('a store', noTests);
      describeWithStack('a journey', noTests, { version: '3.9.1' });
    });
    expect(names).toEqual([
      'a log [Kafka 4.1.0]',
      'a store [mongo-java-server]',
      'a journey [Kafka 3.9.1, mongo-java-server]',
    ]);
  });

  it('runs once per version of Kafka, and once on a broker that is given', () => {
    const twice = registered({ broker: stack, database: none }, () => describeOnEveryKafka('a log', noTests));
    expect(twice.names).toEqual(['a log [Kafka 3.9.1]', 'a log [Kafka 4.1.0]']);
    const given: Offer = { origin: 'environment' };
    const once = registered({ broker: given, database: none }, () => describeOnEveryKafka('a log', noTests));
    expect(once.names).toEqual(['a log [Kafka of KAFKA_BROKERS]']);
  });

  it('is skipped by a name that says why', () => {
    const { names, failures } = registered({ broker: none, database: stack }, () => describeWithStack('both', noTests));
    expect(names).toEqual(['skip: both [Kafka 4.1.0, mongo-java-server] (skipped: no mvn)']);
    expect(failures).toEqual([]);
  });

  it('fails in continuous integration', () => {
    const { names, failures } = registered({ broker: none, database: stack, CI: 'true' }, () =>
      describeWithBroker('a log', noTests),
    );
    expect(names).toEqual(['a log [Kafka 4.1.0]']);
    expect(failures).toMatchObject([{ kind: 'unavailable', reason: 'no mvn' }]);
  });

  it('says which set-up is missing when jest runs without it', () => {
    jest.replaceProperty(process, 'env', {});
    expect(() => describeWithBroker('a log', noTests)).toThrow('globalSetup');
    jest.restoreAllMocks();
  });
});
