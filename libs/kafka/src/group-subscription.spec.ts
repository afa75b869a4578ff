import type { EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import { describeOnEveryKafka } from '@vilfredo/local-stack';
import { anEvent, eventually } from '@vilfredo/testing';
import { KafkaUnderTest, recorder } from '../test/kafka-under-test.js';

const topics = ['customers', 'orders'];
const patient = { timeout: 15_000 };

describeOnEveryKafka('a group on Kafka', (broker) => {
  let kafka: KafkaUnderTest;
  beforeEach(async () => {
    kafka = await KafkaUnderTest.on(broker().brokers);
  });
  afterEach(async () => {
    await kafka.dispose();
  });

  const appendMany = async (log: EventLog, count: number) => {
    const events = Array.from({ length: count }, (_, index) =>
      anEvent({ topic: topics[index % 2]!, subject: `customer-${index % 13}` }),
    );
    await log.append(events);
    return events;
  };
  const numbersOf = (events: readonly StoredEvent[]) => new Set(events.map(({ partition }) => partition));

  it('given two members, when they share the partitions, then each has the same numbers of all topics, and gets those events', async () => {
    const [one, other] = [await kafka.open(), await kafka.open()];
    const [first, second] = [recorder(), recorder()];
    const options = { group: 'g', topics, batchSize: 10 };
    const a = await one.subscribe({ ...options, onBatch: first.onBatch });
    const b = await other.subscribe({ ...options, onBatch: second.onBatch });
    await eventually(() => expect([...a.owned(), ...b.owned()].sort()).toEqual([0, 1, 2, 3]), patient);
    expect(a.owned()).toHaveLength(2);

    const events = await appendMany(one, 60);

    await eventually(() => expect(first.seen.length + second.seen.length).toBe(60), patient);
    expect([...numbersOf(first.seen)].every((number) => a.owned().includes(number))).toBe(true);
    expect([...numbersOf(second.seen)].every((number) => b.owned().includes(number))).toBe(true);
    expect([...first.seen, ...second.seen].map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
    for (const { subject } of events) expect([a.owns(subject), b.owns(subject)].sort()).toEqual([false, true]);
    for (const { subject } of first.seen) expect(a.owns(subject)).toBe(true);
    for (const { subject } of events) expect(a.owns(subject, b.owned())).toBe(b.owns(subject));
    await eventually(async () => expect(await a.lag()).toBe(0), patient);
  });

  it('given a batch in hand, when partitions are dealt anew, then it is not committed, and is delivered again to who has them now', async () => {
    const [one, other] = [await kafka.open(), await kafka.open()];
    const told: string[] = [];
    const inHand = Promise.withResolvers<void>();
    const events = await appendMany(one, 26);
    let taken: readonly StoredEvent[] = [];
    const a = await one.subscribe({
      group: 'g',
      topics,
      batchSize: 100,
      onBatch: async (page) => {
        told.push('batch');
        if (taken.length > 0) return;
        taken = page.events;
        await inHand.promise;
        told.push('done');
      },
      onAssigned: (numbers) => told.push(`assigned ${numbers.length}`),
      onRevoked: () => told.push('revoked'),
    });
    await eventually(() => expect(taken.length).toBeGreaterThan(0), patient);
    const { seen, onBatch } = recorder();
    const joining = other.subscribe({ group: 'g', topics, batchSize: 100, onBatch });
    await eventually(() => expect(a.owned()).toEqual([]), patient);
    expect(told).toEqual(['assigned 4', 'batch']);

    inHand.resolve();
    const b = await joining;

    await eventually(
      () => expect(told.slice(0, 5)).toEqual(['assigned 4', 'batch', 'done', 'revoked', 'assigned 2']),
      patient,
    );
    const theirs = taken.filter(({ partition }) => b.owned().includes(partition)).map(({ id }) => id);
    expect(theirs.length).toBeGreaterThan(0);
    await eventually(() => expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining(theirs)), patient);
    await eventually(async () => expect(await b.lag()).toBe(0), patient);
    expect(events).toHaveLength(26);
  });

  it('given members that join and leave under load, when all is delivered, then nothing is lost and each subject is in order', async () => {
    const one = await kafka.open();
    const seen: StoredEvent[] = [];
    const options = {
      group: 'g',
      topics,
      batchSize: 7,
      onBatch: async ({ events }: { events: readonly StoredEvent[] }) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        seen.push(...events);
      },
    };
    await one.subscribe(options);
    const appended: string[] = [];
    let isLoading = true;
    const loading = (async () => {
      while (isLoading) {
        appended.push(...(await appendMany(one, 26)).map(({ id }) => id));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    for (let round = 0; round < 4; round++) {
      const other = await kafka.open();
      const subscription = await other.subscribe(options);
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (round % 2 === 0) await subscription.stop();
      await other.close();
    }
    isLoading = false;
    await loading;

    await eventually(() => expect(new Set(seen.map(({ id }) => id)).size).toBe(appended.length), patient);
    const firsts = [...new Map(seen.map((event) => [event.id, event])).values()];
    for (const own of Map.groupBy(firsts, ({ topic, partition }) => `${topic}-${partition}`).values()) {
      const offsets = own.map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    }
  }, 60_000);

  it('given a batch that takes longer than a session, when it is done, then the member still is one and commits it', async () => {
    const log = await kafka.open();
    await appendMany(log, 10);
    let batches = 0;
    let revoked = 0;
    const subscription = await log.subscribe({
      group: 'g',
      topics,
      batchSize: 100,
      onBatch: async () => {
        batches += 1;
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      },
      onRevoked: () => {
        revoked += 1;
      },
    });

    await eventually(async () => expect(await subscription.lag()).toBe(0), patient);
    expect({ batches, revoked }).toEqual({ batches: 1, revoked: 0 });
  });

  it('given a topic that is deleted, when the consumer crashes for good, then the owner is told that the process has to end', async () => {
    const fatal: Error[] = [];
    const log = await kafka.open({ onFatal: (error) => fatal.push(error) });
    await appendMany(log, 10);
    const { seen, onBatch } = recorder();
    await log.subscribe({ group: 'g', topics, batchSize: 10, onBatch });
    await eventually(() => expect(seen).toHaveLength(10), patient);
    const admin = kafka.kafka.admin();
    await admin.connect();

    await admin.deleteTopics({ topics: [`${kafka.prefix}orders`] });

    await admin.disconnect();
    await eventually(() => expect(fatal).toHaveLength(1), { timeout: 25_000 });
    expect(fatal[0]?.message).toMatch(/does not host this topic/);
  }, 40_000);

  it('given a group that is served, when it subscribes again, or to a topic of nobody, then that is refused', async () => {
    const log = await kafka.open();
    const options = { group: 'g', topics, batchSize: 10, ...recorder() };
    await log.subscribe(options);

    await expect(log.subscribe(options)).rejects.toMatchObject({ kind: 'conflict', field: 'group' });
    await expect(log.subscribe({ ...options, group: 'h', topics: ['alerts'] })).rejects.toMatchObject({
      field: 'topics',
    });
  });
});
