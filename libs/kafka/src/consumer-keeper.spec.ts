import { eventually } from '@vilfredo/testing';
import kafkajs from 'kafkajs';
import { ConsumerKeeper, isWorthRestarting, type Work } from './consumer-keeper.js';
import type { ConsumerListener } from './group-consumer.js';

const { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } =
  kafkajs;
const connectionLost = () => new KafkaJSConnectionError('connection lost');
const protocolError = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError({ type, retriable, code: 0, name: 'e', message: type } as never);

describe('keeping a consumer at work', () => {
  const work: Work = {
    batch: async () => undefined,
    joined: () => undefined,
    left: () => undefined,
    fetched: () => undefined,
    lastOwned: () => [],
    isBusy: () => false,
    missing: async () => 0,
  };
  const kept = (start: (number: number) => Promise<void> = async () => undefined) => {
    const seen = { listeners: [] as ConsumerListener[], stopped: 0, fatal: [] as Error[] };
    const keeper = new ConsumerKeeper(work, {
      group: 'g',
      stuckAfter: 60_000,
      log: () => undefined,
      onFatal: (error) => seen.fatal.push(error),
      makeConsumer: (listener) => {
        const number = seen.listeners.push(listener);
        return {
          start: () => start(number),
          stop: async () => {
            seen.stopped += 1;
          },
        };
      },
    });
    return { keeper, seen };
  };

  it('given a crash because Kafka is away, when it comes back, then another consumer is at work', async () => {
    const { keeper, seen } = kept(async (number) => {
      if (number === 2) throw connectionLost();
    });
    await keeper.start();

    seen.listeners[0]!.crashed(connectionLost());

    await eventually(() => expect(seen.listeners).toHaveLength(3));
    expect(seen).toMatchObject({ stopped: 2, fatal: [] });
    await keeper.stop();
  });

  it('given a crash that no restart helps, when it happens, then it is fatal', async () => {
    const { keeper, seen } = kept();
    await keeper.start();

    seen.listeners[0]!.crashed(new TypeError('undefined is no object'));

    expect(seen.fatal).toHaveLength(1);
    expect(seen.listeners).toHaveLength(1);
    await keeper.stop();
  });

  it('given a consumer that was replaced, when it crashes late, then nobody minds', async () => {
    const { keeper, seen } = kept();
    await keeper.start();
    seen.listeners[0]!.crashed(connectionLost());
    await eventually(() => expect(seen.listeners).toHaveLength(2));

    seen.listeners[0]!.crashed(new TypeError('late'));

    expect(seen.fatal).toEqual([]);
    await keeper.stop();
  });

  it('given a keeper that is stopped, when a restart was due, then there is none', async () => {
    const { keeper, seen } = kept();
    await keeper.start();
    seen.listeners[0]!.crashed(connectionLost());
    await keeper.stop();
    await new Promise((resolve) => setTimeout(resolve, 700));

    expect(seen.listeners).toHaveLength(1);
  });

  const notLetIn = () =>
    Object.assign(new Error('SASL PLAIN failed'), { name: 'KafkaJSSASLAuthenticationError', retriable: false });
  const exceeded = (cause: Error) =>
    new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 5, retryTime: 1, cause } as never);
  it.each<[string, Error, boolean]>([
    ['a connection that cannot be had', connectionLost(), true],
    ['retries that were used up on it', exceeded(connectionLost()), true],
    ['a leader that moves', exceeded(protocolError('NOT_LEADER_FOR_PARTITION', true)), true],
    ['a topic that is gone', exceeded(protocolError('UNKNOWN_TOPIC_OR_PARTITION', true)), false],
    ['the same, said at once', protocolError('UNKNOWN_TOPIC_OR_PARTITION', true), false],
    ['what is not allowed', protocolError('GROUP_AUTHORIZATION_FAILED', false), false],
    ['a user who is not let in', notLetIn(), true],
    ['the same, wrapped by kafkajs', Object.assign(new Error('x'), { cause: notLetIn(), retriable: false }), true],
    ['what kafkajs calls final', new KafkaJSNonRetriableError('no'), false],
    ['a fault of kafkajs itself', new TypeError('undefined'), false],
  ])('given a crash by %s, when it is judged, then a restart helps: %s', (_, error, helps) => {
    expect(isWorthRestarting(error)).toBe(helps);
  });
});
