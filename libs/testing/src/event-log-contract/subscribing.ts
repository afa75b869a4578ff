import type { EventLog, EventPage, EventToAppend } from '@vilfredo/event-sourcing';
import { anEvent } from '../an-event.js';
import { eventually } from '../eventually.js';
import type { Connections } from '../harness.js';

const options = { group: 'scoring', topics: ['orders'], batchSize: 10 };

export function subscribingContract(connections: () => Connections<EventLog>): void {
  describe('subscribing', () => {
    it('given events before and after, when a group subscribes, then it gets all of them in the order of their partition', async () => {
      const log = await connections().open();
      const events = Array.from({ length: 55 }, (_, count) => anEvent({ subject: `customer-${count % 7}` }));
      await log.append(events.slice(0, 35));
      const { seen, onBatch } = recorder();
      const subscription = await log.subscribe({ ...options, onBatch });
      await log.append(events.slice(35));

      await eventually(() => expect(seen).toHaveLength(55));

      for (const [subject, own] of Map.groupBy(seen, (event) => event.subject)) {
        expect(own.map(({ id }) => id)).toEqual(
          events.filter((event) => event.subject === subject).map(({ id }) => id),
        );
      }
      await eventually(async () => expect(await subscription.lag()).toBe(0));
      await subscription.stop();
    });

    it('given a subscriber that waits, when this connection appends, then it is told at once, and not after the end', async () => {
      const log = await connections().open();
      let told = 0;
      const silence = log.onAppend(() => {
        told += 1;
      });
      await log.append([anEvent()]);
      await eventually(() => expect(told).toBeGreaterThan(0), { timeout: 1_000 });
      silence();
      const before = told;

      await log.append([anEvent()]);

      expect(told).toBe(before);
    });

    it('given a subscriber that waits, when another connection appends, then the events arrive soon', async () => {
      const [one, other] = [await connections().open(), await connections().open()];
      const { seen, onBatch } = recorder();
      const subscription = await one.subscribe({ ...options, onBatch });
      await other.append([anEvent()]);

      await eventually(() => expect(seen).toHaveLength(1), { timeout: 2_000 });
      await subscription.stop();
    });

    it('given a committed position, when the log is reopened, then the group goes on from there', async () => {
      const { seen, onBatch } = recorder();
      const log = await connections().open();
      await log.append([anEvent(), anEvent()]);
      const subscription = await log.subscribe({ ...options, onBatch });
      await eventually(() => expect(seen).toHaveLength(2));
      await subscription.stop();
      await connections().closeAll();

      const reopened = await connections().open();
      const later = anEvent();
      await reopened.append([later]);
      const next = recorder();
      const again = await reopened.subscribe({ ...options, onBatch: next.onBatch });

      await eventually(() => expect(next.seen).toHaveLength(1));
      expect(next.seen[0]?.id).toBe(later.id);
      await eventually(async () => expect(again.committed()).toBe(await reopened.end()));
      await again.stop();
    });

    it('given a batch that was never accepted, when the log is reopened, then it is delivered again', async () => {
      const log = await connections().open();
      const event = anEvent();
      await log.append([event]);
      let attempts = 0;
      const subscription = await log.subscribe({
        ...options,
        onBatch: () => {
          attempts += 1;
          return Promise.reject(new Error('not today'));
        },
      });
      await eventually(() => expect(attempts).toBeGreaterThan(0));
      expect(await subscription.lag()).toBe(1);
      await subscription.stop();
      await connections().closeAll();

      const { seen, onBatch } = recorder();
      const again = await (await connections().open()).subscribe({ ...options, onBatch });

      await eventually(() => expect(seen.map(({ id }) => id)).toEqual([event.id]));
      await again.stop();
    });

    it('given a batch that is rejected twice, when it is delivered again, then in order and nothing overtakes it', async () => {
      const log = await connections().open();
      const events = Array.from({ length: 25 }, () => anEvent());
      await log.append(events);
      const failures: [string, number][] = [];
      const { seen, onBatch } = recorder();
      const subscription = await log.subscribe({
        ...options,
        onBatch: (page) => (failures.length < 2 ? Promise.reject(new Error('busy')) : onBatch(page)),
        onFailure: (error, attempt) => failures.push([String(error), attempt]),
      });

      await eventually(() => expect(seen).toHaveLength(25));

      expect(seen.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(failures).toEqual([
        ['Error: busy', 1],
        ['Error: busy', 2],
      ]);
      await subscription.stop();
    });

    it('given two groups, when one rejects everything, then the other gets everything', async () => {
      const log = await connections().open();
      await log.append([anEvent(), anEvent(), anEvent()]);
      const { seen, onBatch } = recorder();
      const stuck = await log.subscribe({ ...options, group: 'stuck', onBatch: () => Promise.reject(new Error('no')) });
      const flowing = await log.subscribe({ ...options, group: 'flowing', onBatch });

      await eventually(() => expect(seen).toHaveLength(3));

      expect(await stuck.lag()).toBe(3);
      await stuck.stop();
      await flowing.stop();
    });

    it('given a batch in hand, when the subscription is stopped, then it is finished and committed, and no other comes', async () => {
      const log = await connections().open();
      await log.append(Array.from({ length: 20 }, () => anEvent()));
      const batch = Promise.withResolvers<void>();
      let begun = 0;
      let stopped = false;
      const subscription = await log.subscribe({
        ...options,
        onBatch: () => {
          begun += 1;
          return batch.promise;
        },
      });
      await eventually(() => expect(begun).toBe(1));
      const stopping = subscription.stop().then(() => {
        stopped = true;
      });
      await log.end();
      expect(stopped).toBe(false);

      batch.resolve();
      await stopping;

      expect(begun).toBe(1);
      const rest = recorder();
      const again = await log.subscribe({ ...options, onBatch: rest.onBatch });
      await eventually(() => expect(rest.seen).toHaveLength(10));
      await again.stop();
    });

    it('given a subscription with nothing to do, when time goes by, then its loop still goes round', async () => {
      const log = await connections().open();
      const subscription = await log.subscribe({ ...options, onBatch: recorder().onBatch });
      const before = subscription.lastProgress();

      await eventually(() => expect(subscription.lastProgress()).toBeGreaterThan(before));
      await subscription.stop();
    });
  });
}

function recorder(): { seen: EventToAppend[]; onBatch: (page: EventPage) => Promise<void> } {
  const seen: EventToAppend[] = [];
  return {
    seen,
    onBatch: async (page) => {
      expect(page.events.length).toBeLessThanOrEqual(options.batchSize);
      seen.push(...page.events);
    },
  };
}
