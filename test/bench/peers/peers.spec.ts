import { anEvent } from '@vilfredo/testing';
import { type NullBroker, startNullBroker } from '../../null-broker/start-null-broker.js';
import { FactsInMemory } from '../decode-and-fold.js';
import { asStored, type DemoLog, demoLog } from '../demo-log.js';
import { inPartitions } from './event-record.js';
import { nestServerKafka } from './nest-server-kafka.js';
import { type Peer, requireEqualFacts, type Source } from './peer.js';
import { rawKafkajsFolding, rawKafkajsIdle } from './raw-kafkajs.js';

describe('peers on the same topic', () => {
  let broker: NullBroker;
  let source: Source;
  let expected: string;

  beforeAll(async () => {
    const { before, measured, until }: DemoLog = demoLog({ customers: 40 });
    const events = asStored([...before, ...measured], until);
    const folded = new FactsInMemory();
    folded.fold(events);
    expected = folded.sha256(until);
    broker = await startNullBroker({ topics: { orders: inPartitions(events, 4) } });
    source = { brokers: broker.brokers, topic: 'orders', events: events.length, asOf: until };
  });

  afterAll(() => broker.stop());

  it.each<[string, Peer]>([
    ['raw kafkajs', rawKafkajsFolding],
    ['stock Nest', nestServerKafka],
  ])('%s comes to the facts that folding them here leaves, again and again', async (_, peer) => {
    for (const { facts, seconds, cpuSeconds } of [await peer(source), await peer(source)]) {
      expect(facts).toBe(expected);
      expect(seconds).toBeGreaterThan(0);
      expect(cpuSeconds).toBeGreaterThan(0);
    }
  });

  it('one that folds nothing has no facts, and is held against nobody', async () => {
    const [idle, folding] = [await rawKafkajsIdle(source), await rawKafkajsFolding(source)];
    expect(idle.facts).toBeNull();
    requireEqualFacts({ idle, folding });
  });

  it.each<[string, Peer]>([
    ['raw kafkajs', rawKafkajsFolding],
    ['stock Nest', nestServerKafka],
  ])('%s fails, and does not wait, where an event cannot be folded', async (_, peer) => {
    const poisoned = await startNullBroker({ topics: { orders: [[{ key: 'a', value: '{', headers: {} }]] } });
    const running = peer({ ...source, brokers: poisoned.brokers });
    await expect(running).rejects.toMatchObject({ kind: 'invalid' });
    await poisoned.stop();
  });

  it('that come to other facts are refused, by name', () => {
    const run = { seconds: 1, cpuSeconds: 1 };
    const runs = { idle: { ...run, facts: null }, one: { ...run, facts: 'a' }, other: { ...run, facts: 'b' } };
    expect(() => requireEqualFacts(runs)).toThrow('other and one do not come to the same facts');
  });
});

describe('events in partitions', () => {
  it('stand where Kafka’s own clients put their keys', () => {
    // From the tests of Apache Kafka's Utils.murmur2.
    const known = { '21': -973932308, foobar: -790332482, 'a-little-bit-long-string': -985981536 };
    const events = Object.keys(known).map((subject) => anEvent({ subject }));
    const partitions = inPartitions(asStored(events, 0), 7);
    for (const [subject, hash] of Object.entries(known)) {
      expect(partitions[(hash & 0x7fffffff) % 7]!.map(({ key }) => key)).toContain(subject);
    }
  });
});
