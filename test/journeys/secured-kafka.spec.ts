import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  describeWithLocalStack,
  type LocalBroker,
  type LocalDatabase,
  makeAuthority,
  startKafka,
  startMongo,
  type TestStack,
} from '@vilfredo/local-stack';
import { eventually, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { anOrder } from './example-book.js';
import { grantRights, rightsOf } from './kafka-rights.js';
import { StackUnderTest } from './stack-under-test.js';

const authority = makeAuthority('the authority of an enterprise');
const [password, prefix] = ['open sesame', `t${randomUUID().slice(0, 8)}.`];
const dayMs = 86_400_000;
const patience = { timeout: 40_000, every: 100 };

describeWithLocalStack('services on a secured Kafka', () => {
  let home: TemporaryFolder;
  let broker: LocalBroker;
  let database: LocalDatabase;
  let stack: StackUnderTest;
  const file = (name: string) => join(home.path, name);

  beforeAll(async () => {
    home = await temporaryFolder();
    const scoring = authority.certify('scoring');
    const files = { 'ca.crt': authority.certificate, 'tls.crt': scoring.certificate, 'tls.key': scoring.key };
    const others = { password: `${password}\n`, wrong: 'x', 'others.crt': makeAuthority('another').certificate };
    for (const [name, text] of Object.entries({ ...files, ...others })) await writeFile(file(name), text);
    const server = authority.certify('broker', ['localhost']);
    const users = Object.fromEntries(Object.keys(rightsOf).map((service) => [service, password]));
    const security = { server, clientAuthority: authority.certificate, users, superUsers: [] };
    [broker, database] = await Promise.all([startKafka({ security }), startMongo()]);
    await broker.setPassword('order-ingestion', password, 'SCRAM-SHA-512');
    await grantRights(broker.brokers, prefix, (service) =>
      service === 'scoring' ? 'User:CN=scoring' : `User:${service}`,
    );
    const servers: TestStack = {
      broker: { brokers: broker.brokers, origin: 'local stack', version: broker.version },
      database: { url: database.url, origin: 'local stack', isStandIn: true },
    };
    stack = new StackUnderTest(servers, environmentOf, prefix);
  }, 120_000);
  afterAll(async () => {
    await stack?.dispose();
    await Promise.all([broker?.stop(), database?.stop()]);
    await home?.dispose();
  }, 60_000);

  /** Scoring shows a certificate, the others are users with a password; customer-registry trusts whom its system trusts. */
  function environmentOf(service: string): NodeJS.ProcessEnv {
    const { sasl, certificates } = broker.secure!;
    const trust = { VILFREDO_KAFKA_TLS: 'true', VILFREDO_KAFKA_CA: file('ca.crt') };
    const user = { VILFREDO_KAFKA_USER: service, VILFREDO_KAFKA_PASSWORD_FILE: file('password') };
    const userOf = (mechanism: string) => ({
      KAFKA_BROKERS: `localhost:${sasl}`,
      ...trust,
      ...user,
      VILFREDO_KAFKA_SASL: mechanism,
    });
    switch (service) {
      case 'scoring':
        return {
          ...{ KAFKA_BROKERS: `localhost:${certificates}`, ...trust },
          ...{ VILFREDO_KAFKA_CERTIFICATE: file('tls.crt'), VILFREDO_KAFKA_KEY: file('tls.key') },
        };
      case 'order-ingestion':
        return userOf('scram-sha-512');
      case 'customer-registry':
        return { ...userOf('plain'), VILFREDO_KAFKA_CA: '', SSL_CERT_FILE: file('ca.crt') };
      default:
        return userOf('plain');
    }
  }

  it('given the rights of each service and no other, when they are told things, then all of them do their work', async () => {
    await stack.start(1);
    const customerId = 'souring';
    await stack.tell([anOrder('o-1', customerId, stack.now - 40 * dayMs)]);
    await stack.post('/customers', { customerId, name: 'Nobody Inparticular', contactPoints: [] });
    await stack.post('/ratings', fallingRatings(customerId, stack.now));
    await eventually(async () => expect(await stack.alertsOf(customerId, 'satisfaction')).toHaveLength(1), patience);
    const attempt = { attemptId: 'try-1', channel: 'phone', result: 'no-answer', agentId: 'a7' };
    expect(await stack.post(`/calls/${customerId}/attempts`, attempt)).toMatchObject({ outcome: 'accepted' });
    const types = ['CustomerRegistered', 'OrderPlaced', 'SatisfactionRated', 'ContactAttempted'];
    await eventually(async () => {
      const told = await stack.all<{ type: string }>(`/customers/${customerId}/timeline`);
      expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
    }, patience);
    expect(stack.logs.filter((line) => /lacks a right|AUTHORIZATION_FAILED|open sesame/i.test(line))).toEqual([]);
  }, 120_000);

  it('given a service that consumes, when it is stopped, then it ends in order', async () => {
    expect(await stack.scoring[0]?.stop()).toBe(0);
  }, 60_000);

  describe('that does not let a service in', () => {
    const reasons = {
      'a wrong password':
        /ended with 1: .*vilfredo cannot start: Kafka: the broker does not let this user in: SASL SCRAM/,
      'an authority that is not trusted':
        /vilfredo cannot start: Kafka: the broker's certificate is not by an authority/,
      'the rights of another': /vilfredo cannot start: Kafka: this user lacks a right: /,
      'no file, and no user':
        /VILFREDO_KAFKA_CA names a file that cannot be read \(ENOENT\).*VILFREDO_KAFKA_USER is missing/,
    };
    const failures = new Map<string, unknown>();
    // All at once, as each is tried for some seconds.
    beforeAll(async () => {
      const attempts: Record<keyof typeof reasons, NodeJS.ProcessEnv> = {
        'a wrong password': { VILFREDO_KAFKA_PASSWORD_FILE: file('wrong') },
        'an authority that is not trusted': { VILFREDO_KAFKA_CA: file('others.crt') },
        'the rights of another': { VILFREDO_PREFIX: 'of.another.' },
        'no file, and no user': { VILFREDO_KAFKA_CA: file('gone.crt'), VILFREDO_KAFKA_USER: '' },
      };
      const starting = Object.entries(attempts).map(async ([name, wrong]) => {
        failures.set(name, await stack.startService('order-ingestion', wrong).catch((error: unknown) => error));
      });
      await Promise.all(starting);
    }, 60_000);

    it.each(Object.entries(reasons))(
      'given %s, when it is started, then it ends and says why, but no secret',
      (name, reason) => {
        expect(String(failures.get(name))).toMatch(reason);
        expect(String(failures.get(name))).not.toMatch(/open sesame|gone\.crt/);
      },
    );
  });
});

function fallingRatings(customerId: string, now: number): object[] {
  const today = new Date(now);
  return [5, 4, 3, 2].map((overall, i) => ({
    ...{ source: 'survey', ratingId: `answer-${i + 1}`, customerId, rating: { min: 1, max: 5, overall } },
    at: new Date(i === 3 ? now : Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 3 + i, 10, 9)).toISOString(),
  }));
}
