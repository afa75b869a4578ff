import tls from 'node:tls';
import { jest } from '@jest/globals';
import { describeWithLocalStack, makeAuthority } from '@vilfredo/local-stack';
import { anEvent, eventually } from '@vilfredo/testing';
import { kafkaContract } from '../test/kafka-contract.js';
import { KafkaUnderTest, recorder } from '../test/kafka-under-test.js';
import { SecuredKafka } from '../test/secured-kafka.js';
import type { KafkaSettings } from './kafka-settings.js';

type Access = Pick<KafkaSettings, 'brokers' | 'ssl' | 'sasl'>;

describeWithLocalStack('a secured Kafka', () => {
  let secured: SecuredKafka;
  let kafka: KafkaUnderTest;
  beforeAll(async () => {
    secured = await SecuredKafka.start();
    await secured.broker.setPassword('vilfredo', secured.password, 'SCRAM-SHA-512');
    kafka = await KafkaUnderTest.on(secured.forUsers());
  }, 120_000);
  afterAll(async () => {
    await kafka?.dispose();
    await secured?.broker.stop();
  }, 60_000);

  describe('in TLS, with a user', () => {
    kafkaContract(() => ({
      brokers: secured.forUsers(),
      ssl: { ca: secured.ca },
      sasl: secured.user('scram-sha-512'),
    }));
  });

  it.each<[string, () => Promise<Access>]>([
    ['SASL PLAIN', async () => ({ brokers: secured.forUsers(), ssl: { ca: secured.ca }, sasl: secured.user('plain') })],
    [
      'SCRAM-SHA-256',
      async () => {
        await secured.broker.setPassword('vilfredo', secured.password, 'SCRAM-SHA-256');
        return { brokers: secured.forUsers(), ssl: { ca: secured.ca }, sasl: secured.user('scram-sha-256') };
      },
    ],
    ['certificates on both sides', async () => ({ brokers: secured.forCertificates, ssl: secured.client() })],
  ])('given %s, when events are appended, then they are read and delivered', async (_, access) => {
    const log = await kafka.open(await access());
    const event = anEvent();
    const { seen, onBatch } = recorder();
    const subscription = await log.subscribe({ group: event.id, topics: ['orders'], batchSize: 100, onBatch });

    expect(await log.append([event])).toEqual(['appended']);

    const { events } = await log.read({ topics: ['orders'], limit: 100 });
    expect(events.map(({ id }) => id)).toContain(event.id);
    await eventually(() => expect(seen.map(({ id }) => id)).toContain(event.id));
    await subscription.stop();
    await log.close();
  });

  describe('that is reached in another way than it listens', () => {
    const reasons = {
      'a wrong password': /does not let this user in: .*invalid credentials/,
      'a wrong password for PLAIN': /does not let this user in: .*Invalid username or password/,
      'a user without rights': /this user lacks a right: /,
      'an authority that is not trusted': /certificate is not by an authority that is trusted here/,
      'another host name than its certificate has': /certificate is not for the host name by which it is reached/,
      'no TLS where it is spoken': /hangs up instead of answering: it may expect TLS$/,
      'TLS where it is not spoken': /TLS cannot be agreed on: on this port the broker may speak without it/,
      'nobody where users are asked for': /hangs up instead of answering: it may expect a user$/,
      'no certificate where one is asked for': /wants a client's certificate, and does not accept this one or got none/,
      'a certificate by somebody else': /wants a client's certificate, and does not accept this one or got none/,
      'a user where certificates are asked for': /does not let users in by this SASL mechanism on this port/,
    };
    const failures = new Map<string, unknown>();
    // All at once, as each is tried for some seconds.
    beforeAll(async () => {
      const ssl = { ca: secured.ca };
      const [brokers, forCertificates] = [secured.forUsers(), secured.forCertificates];
      const wrong = { password: 'x' };
      const attempts: Record<keyof typeof reasons, Access> = {
        'a wrong password': { brokers, ssl, sasl: secured.user('scram-sha-512', wrong) },
        'a wrong password for PLAIN': { brokers, ssl, sasl: secured.user('plain', wrong) },
        'a user without rights': { brokers, ssl, sasl: secured.user('plain', { username: 'guest' }) },
        'an authority that is not trusted': { brokers, ssl: true, sasl: secured.user('plain') },
        'another host name than its certificate has': {
          ...{ brokers: secured.forUsers('127.0.0.1'), ssl, sasl: secured.user('plain') },
        },
        'no TLS where it is spoken': { brokers, sasl: secured.user('scram-sha-512') },
        'TLS where it is not spoken': { brokers: secured.broker.brokers, ssl: true },
        'nobody where users are asked for': { brokers, ssl },
        'no certificate where one is asked for': { brokers: forCertificates, ssl },
        'a certificate by somebody else': {
          ...{ brokers: forCertificates, ssl: secured.client({ by: makeAuthority('somebody else') }) },
        },
        'a user where certificates are asked for': {
          ...{ brokers: forCertificates, ssl: secured.client(), sasl: secured.user('plain') },
        },
      };
      const opening = Object.entries(attempts).map(async ([name, access]) => {
        failures.set(name, await kafka.open(access).catch((error: unknown) => error));
      });
      await Promise.all(opening);
    }, 60_000);

    it.each(Object.entries(reasons))(
      'given %s, when a log is opened, then it is unavailable and says why',
      (name, reason) => {
        expect(failures.get(name)).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(reason) });
        expect(String(failures.get(name))).not.toContain(secured.password);
      },
    );
  });

  it('given a log in use, when the password is changed, then it says so and waits, and goes on with the new one', async () => {
    const opened = jest.spyOn(tls, 'connect');
    let password = secured.password;
    const logged: string[] = [];
    const fatal: Error[] = [];
    const log = await kafka.open({
      ssl: { ca: secured.ca },
      sasl: { mechanism: 'scram-sha-512', username: 'vilfredo', password: () => password },
      appendTimeout: 2_000,
      log: (level, message, { error = '' }) => void logged.push(`${level} ${message} ${error}`),
      onFatal: (error) => void fatal.push(error),
    });
    const { seen, onBatch } = recorder();
    await log.subscribe({ group: 'rotation', topics: ['orders'], batchSize: 100, onBatch });
    const [before, refused, after] = [anEvent(), anEvent(), anEvent()];
    await log.append([before]);
    await eventually(() => expect(seen.map(({ id }) => id)).toContain(before.id));

    await secured.broker.setPassword('vilfredo', 'swordfish', 'SCRAM-SHA-512');
    for (const { value } of opened.mock.results) (value as tls.TLSSocket).destroy(new Error('cut by a test'));
    opened.mockRestore();
    await expect(log.append([refused])).rejects.toMatchObject({ kind: 'unavailable' });
    const isTold = () => expect(logged.join('\n')).toMatch(/warn consumer starts again .*does not let this user in/);
    await eventually(isTold, { timeout: 20_000 });
    password = 'swordfish';

    await eventually(async () => expect(await log.append([after])).toHaveLength(1), { timeout: 20_000 });
    await eventually(() => expect(seen.map(({ id }) => id)).toContain(after.id), { timeout: 20_000 });
    expect(fatal).toEqual([]);
    expect(logged.join('\n')).not.toMatch(/open sesame|swordfish/);
  }, 80_000);
});
