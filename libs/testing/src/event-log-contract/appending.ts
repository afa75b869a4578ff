import type { EventLog } from '@vilfredo/event-sourcing';
import { anEvent } from '../an-event.js';
import type { Connections } from '../harness.js';
import { allEvents } from './all-events.js';

export function appendingContract(connections: () => Connections<EventLog>): void {
  describe('appending', () => {
    it('given an empty log, when events are appended, then they come back as they were', async () => {
      const log = await connections().open();
      const bare = anEvent();
      const full = anEvent({ causationid: 'cause', traceparent: '00-1-2-01', data: '{"name":"Zoë \\u0000 \'€"}' });

      expect(await log.append([bare, full])).toEqual(['appended', 'appended']);

      const [first, second] = await allEvents(log);
      expect(first).toMatchObject(bare);
      expect(first).not.toHaveProperty('causationid');
      expect(second).toMatchObject(full);
      expect(second?.recordedat).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    it('given an event in the log, when it is appended again, then it is a duplicate and stays one event', async () => {
      const log = await connections().open();
      const event = anEvent();
      await log.append([event]);

      expect(await log.append([event, anEvent()])).toEqual(['duplicate', 'appended']);

      expect(await allEvents(log)).toHaveLength(2);
    });

    it('given an event in the log, when its id comes with other data, then that is a conflict and nothing is written for it', async () => {
      const log = await connections().open();
      const event = anEvent({ data: '{"cents":100}' });
      await log.append([event]);

      expect(await log.append([anEvent(), { ...event, data: '{"cents":200}' }])).toEqual(['appended', 'conflict']);

      const stored = (await allEvents(log)).filter(({ id }) => id === event.id);
      expect(stored.map(({ data }) => data)).toEqual(['{"cents":100}']);
    });

    it.each([{ time: '1999-12-31T00:00:00.000Z' }, { subject: 'somebody-else' }, { type: 'SomethingElse' }])(
      'given an event in the log, when its id comes with %j, then that is a conflict',
      async (other) => {
        const log = await connections().open();
        const event = anEvent();
        await log.append([event]);

        expect(await log.append([{ ...event, ...other }])).toEqual(['conflict']);
      },
    );

    it('given one append that repeats itself, when it is made, then the first counts and the others are judged by it', async () => {
      const log = await connections().open();
      const event = anEvent();

      const outcomes = await log.append([event, event, { ...event, data: '{"other":true}' }]);

      expect(outcomes).toEqual(['appended', 'duplicate', 'conflict']);
      expect(await allEvents(log)).toHaveLength(1);
    });

    it('given an append without events, when it is made, then it has no outcomes', async () => {
      const log = await connections().open();

      expect(await log.append([])).toEqual([]);
    });

    it('given many appends at once, when all are acknowledged, then each has its own outcomes and is in the log once', async () => {
      const log = await connections().open();
      const calls = Array.from({ length: 40 }, () => [anEvent(), anEvent()]);
      const again = calls.slice(0, 10);

      const outcomes = await Promise.all([...calls, ...again].map((events) => log.append(events)));

      expect(outcomes.slice(0, 40).flat()).toEqual(Array(80).fill('appended'));
      expect(outcomes.slice(40).flat()).toEqual(Array(20).fill('duplicate'));
      expect((await allEvents(log)).map(({ id }) => id).sort()).toEqual(
        calls
          .flat()
          .map(({ id }) => id)
          .sort(),
      );
    });

    it('given two connections, when both append the same and different events, then each event is in the log once', async () => {
      const [one, other] = [await connections().open(), await connections().open()];
      for (let round = 0; round < 10; round++) {
        const both = anEvent();
        const [first, second] = await Promise.all([one.append([both, anEvent()]), other.append([anEvent(), both])]);
        expect([first[0], second[1]].sort()).toEqual(['appended', 'duplicate']);
      }

      const ids = (await allEvents(one)).map(({ id }) => id);
      expect(ids).toHaveLength(30);
      expect(new Set(ids).size).toBe(30);
    });

    it('given events known before reopening, when they come again, then they are duplicates', async () => {
      const events = Array.from({ length: 25 }, () => anEvent());
      await (await connections().open()).append(events);
      await connections().closeAll();

      const log = await connections().open();

      expect(await log.append(events)).toEqual(Array(25).fill('duplicate'));
    });

    it('given appends one after the other, when they are read, then the time of recording never decreases', async () => {
      const log = await connections().open();
      for (let count = 0; count < 20; count++) await log.append([anEvent({ subject: `customer-${count % 3}` })]);

      const bySubject = Map.groupBy(await allEvents(log), ({ partition }) => partition);

      for (const events of bySubject.values()) {
        const times = events.map(({ recordedat }) => recordedat);
        expect(times).toEqual([...times].sort());
      }
    });
  });
}
