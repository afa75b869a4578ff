import { type EventLog, Failure, topicPartition } from '@vilfredo/event-sourcing';
import fc from 'fast-check';
import { anEvent } from '../an-event.js';
import type { Connections } from '../harness.js';
import { allEvents } from './all-events.js';

export function readingContract(connections: () => Connections<EventLog>): void {
  describe('reading', () => {
    it('given four partitions, when events of many subjects are read, then each subject has one partition and its order', async () => {
      const log = await connections().open();
      const appended = Array.from({ length: 200 }, (_, count) => anEvent({ subject: `customer-${count % 23}` }));
      for (let from = 0; from < 200; from += 17) await log.append(appended.slice(from, from + 17));

      const events = await allEvents(log, ['orders'], 30);

      for (const [subject, own] of Map.groupBy(events, (event) => event.subject)) {
        expect(new Set(own.map(topicPartition)).size).toBe(1);
        expect(own.map(({ id }) => id)).toEqual(
          appended.filter((event) => event.subject === subject).map(({ id }) => id),
        );
      }
      const partitions = Map.groupBy(events, topicPartition);
      expect(partitions.size).toBe(4);
      for (const own of partitions.values()) {
        expect(own.every(({ offset }, index) => index === 0 || offset > own[index - 1]!.offset)).toBe(true);
      }
    });

    it('given any size of page, when a log is read page by page, then every event of the topics is seen once', async () => {
      const log = await connections().open();
      const appended = Array.from({ length: 60 }, (_, count) => anEvent({ topic: `topic-${count % 3}` }));
      await log.append(appended);
      const topics = fc.subarray(['topic-0', 'topic-1', 'topic-2', 'topic-never-seen'], { minLength: 1 });

      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 70 }), topics, async (limit, wanted) => {
          const events = await allEvents(log, wanted, limit);
          const expected = appended.filter(({ topic }) => wanted.includes(topic));
          expect(events.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
        }),
        { numRuns: 30 },
      );
    });

    it('given a position, when the log is read from it, then only what came later is there', async () => {
      const log = await connections().open();
      await log.append([anEvent(), anEvent()]);
      const position = await log.end();
      const later = anEvent();
      await log.append([later]);

      const page = await log.read({ topics: ['orders'], after: position, limit: 10 });

      expect(page.events.map(({ id }) => id)).toEqual([later.id]);
    });

    it('given a reader at the end, when it reads on, then it gets nothing and stays where it is', async () => {
      const log = await connections().open();
      await log.append([anEvent()]);
      const { cursor } = await log.read({ topics: ['orders'], limit: 10 });

      expect(await log.read({ topics: ['orders'], after: cursor, limit: 10 })).toMatchObject({ events: [], cursor });
    });

    it('given a page, when it is read on after each of its events, then what follows that event is there', async () => {
      const log = await connections().open();
      await log.append(Array.from({ length: 12 }, (_, count) => anEvent({ subject: `customer-${count % 5}` })));
      const page = await log.read({ topics: ['orders'], limit: 20 });
      const ids = page.events.map(({ id }) => id);

      for (let index = 0; index < ids.length; index++) {
        const rest = await log.read({ topics: ['orders'], after: page.cursorAfter(index), limit: 20 });
        expect(rest.events.map(({ id }) => id).sort()).toEqual(ids.slice(index + 1).sort());
      }
      expect(page.cursorAfter(11)).toBe(page.cursor);
    });

    it('given what is no cursor, when it is read from, then it is invalid and named', async () => {
      const log = await connections().open();
      for (const after of ['', 'garbage', '-1', '1.5', '999999999999', '{"a":1}']) {
        const read = log.read({ topics: ['orders'], after, limit: 10 });
        await expect(read).rejects.toBeInstanceOf(Failure);
        await expect(read).rejects.toMatchObject({ kind: 'invalid', field: 'cursor' });
      }
    });

    it('given one subject among many, when its history is asked for, then it is complete and in order', async () => {
      const log = await connections().open();
      const events = Array.from({ length: 30 }, (_, count) =>
        anEvent({ subject: `customer-${count % 3}`, topic: count % 2 === 0 ? 'orders' : 'customers' }),
      );
      await log.append(events);
      const own = events.filter(({ subject }) => subject === 'customer-1');

      const history = await log.history({ topics: ['orders', 'customers'], subject: 'customer-1' });
      const orders = await log.history({ topics: ['orders'], subject: 'customer-1' });

      for (const topic of ['orders', 'customers']) {
        const ids = history.filter((event) => event.topic === topic).map(({ id }) => id);
        expect(ids).toEqual(own.filter((event) => event.topic === topic).map(({ id }) => id));
      }
      expect(orders.map(({ id }) => id)).toEqual(own.filter(({ topic }) => topic === 'orders').map(({ id }) => id));
      expect(await log.history({ topics: ['orders'], subject: 'nobody' })).toEqual([]);
    });

    it('given a position in the past, when the log is read through it, then later events are left out', async () => {
      const log = await connections().open();
      const [first, second, third] = [anEvent(), anEvent(), anEvent()];
      await log.append([first]);
      await log.append([second]);
      const through = await log.end();
      await log.append([third]);

      const page = await log.read({ topics: ['orders'], through, limit: 10 });

      expect(page.events.map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(await log.read({ topics: ['orders'], after: page.cursor, through, limit: 10 })).toMatchObject({
        events: [],
      });
    });

    it('given what another connection appended after its own, when one reads, then its page is short only at the end of the log', async () => {
      const [one, other] = [await connections().open(), await connections().open()];
      const events = Array.from({ length: 6 }, () => anEvent());
      await one.append(events.slice(0, 2));
      await other.append(events.slice(2));

      const read = async (limit: number) => (await one.read({ topics: ['orders'], limit })).events;
      for (const limit of [4, 10]) {
        expect((await read(limit)).map(({ id }) => id)).toEqual(events.slice(0, limit).map(({ id }) => id));
      }
    });

    it('given one of the events, when the history up to it is asked for, then all before it are there, and itself', async () => {
      const [one, other] = [await connections().open(), await connections().open()];
      const events = Array.from({ length: 9 }, (_, count) => anEvent({ subject: `customer-${count % 2}` }));
      await one.append(events.slice(0, 5));
      await other.append(events.slice(5));
      const own = events.filter(({ subject }) => subject === 'customer-1').map(({ id }) => id);
      const query = { topics: ['orders', 'customers'], subject: 'customer-1' };

      for (const upTo of await other.history(query)) {
        const ids = (await one.history({ ...query, upTo })).map(({ id }) => id);
        expect(ids).toEqual(own.slice(0, ids.length));
        expect(ids).toContain(upTo.id);
      }
    });

    it('given another connection that appends, when history is asked for here, then it holds that too', async () => {
      const [one, other] = [await connections().open(), await connections().open()];
      const [mine, theirs] = [anEvent(), anEvent()];
      await one.append([mine]);
      await other.append([theirs]);

      const history = await one.history({ topics: ['orders'], subject: 'customer-1' });

      expect(history.map(({ id }) => id)).toEqual([mine.id, theirs.id]);
    });
  });
}
