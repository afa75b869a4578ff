import type { StoredEvent } from '@vilfredo/event-sourcing';
import { describeWithLocalStack, type LocalBroker, startKafka } from '@vilfredo/local-stack';
import { anEvent, eventually } from '@vilfredo/testing';
import { KafkaUnderTest } from '../test/kafka-under-test.js';

describeWithLocalStack('a broker that is killed', () => {
  let broker: LocalBroker;
  let kafka: KafkaUnderTest;
  beforeAll(async () => {
    broker = await startKafka();
    kafka = await KafkaUnderTest.on(broker.brokers);
  }, 120_000);
  afterAll(async () => {
    await kafka?.dispose();
    await broker?.stop();
  }, 60_000);

  it('given a log in use, when its broker is killed and comes back, then all that was accepted is delivered once in effect and in order', async () => {
    const log = await kafka.open({ appendTimeout: 3_000 });
    const seen: StoredEvent[] = [];
    const subscription = await log.subscribe({
      group: 'g',
      topics: ['orders'],
      batchSize: 20,
      onBatch: async ({ events }) => {
        seen.push(...events);
      },
    });
    const accepted: string[] = [];
    let refused = 0;
    let isLoading = true;
    const loading = (async () => {
      while (isLoading) {
        const events = Array.from({ length: 5 }, (_, count) => anEvent({ subject: `customer-${count}` }));
        for (let isAccepted = false; !isAccepted; ) {
          try {
            await log.append(events);
            isAccepted = true;
          } catch (error) {
            expect(error).toMatchObject({ kind: 'unavailable' });
            refused += 1;
          }
        }
        accepted.push(...events.map(({ id }) => id));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    await eventually(() => expect(seen.length).toBeGreaterThan(50));

    await broker.kill();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await broker.restart();
    const before = accepted.length;
    await eventually(() => expect(accepted.length).toBeGreaterThan(before + 50), { timeout: 40_000 });
    isLoading = false;
    await loading;

    expect(refused).toBeGreaterThan(0);
    await eventually(() => expect(new Set(seen.map(({ id }) => id)).size).toBe(accepted.length), { timeout: 40_000 });
    const { events } = await log.read({ topics: ['orders'], limit: 100_000 });
    expect(events.map(({ id }) => id).sort()).toEqual(accepted.toSorted());
    const firsts = [...new Map(seen.map((event) => [event.id, event])).values()];
    for (const own of Map.groupBy(firsts, ({ partition }) => partition).values()) {
      expect(own.map(({ offset }) => offset)).toEqual(own.map((_, index) => index));
    }
    await eventually(async () => expect(await subscription.lag()).toBe(0));
  }, 120_000);
});
