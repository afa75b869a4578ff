import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventLog } from '@vilfredo/event-sourcing';
import { anEvent, eventually, manualClock, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { type EventLogSettings, openEventLog } from './embedded-event-log.js';

describe('the embedded log', () => {
  let folder: TemporaryFolder;
  const opened: EventLog[] = [];
  const open = async (settings: Partial<EventLogSettings> = {}) => {
    const log = await openEventLog({ folder: folder.path, clock: () => Date.now(), ...settings });
    opened.push(log);
    return log;
  };
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    await folder.dispose();
  });
  const recordedTimes = async (log: EventLog) =>
    (await log.read({ topics: ['orders'], limit: 100 })).events.map(({ recordedat }) => recordedat);

  it('given a clock that stands still or goes back, when events are appended, then each transaction is recorded later', async () => {
    const clock = manualClock('2026-03-01T10:00:00.000Z');
    const log = await open({ clock });
    await log.append([anEvent(), anEvent()]);
    await log.append([anEvent()]);
    await log.close();
    clock.set('2026-02-01T10:00:00.000Z');
    await (await open({ clock })).append([anEvent()]);
    const other = await open({ clock });
    await other.append([anEvent()]);

    expect((await recordedTimes(other)).map((time) => time.slice(17))).toEqual([
      '00.000Z',
      '00.000Z',
      '00.001Z',
      '00.002Z',
      '00.003Z',
    ]);
  });

  it('given appends of one turn, when one holds what cannot be written, then it alone fails', async () => {
    const log = await open();
    const impossible = anEvent({ data: undefined as unknown as string });
    const [good, bad] = [anEvent(), [anEvent(), impossible]];

    const outcomes = await Promise.allSettled([log.append([good]), log.append(bad), log.append([good])]);

    expect(outcomes).toMatchObject([{ value: ['appended'] }, { status: 'rejected' }, { value: ['duplicate'] }]);
    expect((await log.read({ topics: ['orders'], limit: 10 })).events.map(({ id }) => id)).toEqual([good.id]);
    expect(await log.append([bad[0]!])).toEqual(['appended']);
  });

  it('given a log that is about to close, when appends wait, then they are written first', async () => {
    const log = await open();
    const event = anEvent();
    const appending = log.append([event]);
    await Promise.all([log.close(), log.close()]);

    expect(await appending).toEqual(['appended']);
    await expect(log.append([anEvent()])).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await (await open()).append([event])).toEqual(['duplicate']);
  });

  it('given a group that is served, when it subscribes again, then that is a conflict until the first has stopped', async () => {
    const log = await open();
    const options = { group: 'scoring', topics: ['orders'], batchSize: 1, onBatch: async () => undefined };
    const subscription = await log.subscribe(options);

    await expect(log.subscribe(options)).rejects.toMatchObject({ kind: 'conflict', field: 'group' });
    await subscription.stop();
    await (await log.subscribe(options)).stop();
  });

  it('given a batch that is rejected for long, when it is delivered again, then the pauses double up to the longest', async () => {
    const log = await open({ backoff: { first: 20, most: 40 } });
    await log.append([anEvent()]);
    const attempts: number[] = [];
    const subscription = await log.subscribe({
      group: 'scoring',
      topics: ['orders'],
      batchSize: 1,
      onBatch: () => {
        attempts.push(performance.now());
        return Promise.reject(new Error('no'));
      },
    });
    await eventually(() => expect(attempts.length).toBeGreaterThanOrEqual(4));
    await subscription.stop();

    const pauses = attempts.slice(1).map((time, index) => time - attempts[index]!);
    for (const [index, least] of [18, 38, 38].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least);
  });

  it('given a large batch that took long, when nobody appends any more, then what came meanwhile is not kept waiting', async () => {
    const log = await open();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5 && Math.min(...waits) > 60; attempt++) {
      waits.push(await waitAfterLargeBatch(log, `group-${attempt}`));
    }
    expect(Math.min(...waits)).toBeLessThan(60);
  });

  it('given a log of four partitions, when it is opened with another number, then it is refused', async () => {
    await (await open({ partitions: 4 })).close();

    await expect(open({ partitions: 3 })).rejects.toMatchObject({ kind: 'invalid', field: 'partitions' });
    const log = await open();
    await log.append(Array.from({ length: 40 }, (_, count) => anEvent({ subject: `customer-${count}` })));
    const { events } = await log.read({ topics: ['orders'], limit: 40 });
    expect(new Set(events.map(({ partition }) => partition))).toEqual(new Set([0, 1, 2, 3]));
  });

  it('given events on both sides of a merge of keys, when they are looked up, then duplicates and history are complete', async () => {
    const log = await open({ mergeKeysAt: 10 });
    const events = Array.from({ length: 47 }, (_, count) => anEvent({ subject: `customer-${count % 5}` }));
    for (let from = 0; from < 47; from += 6) await log.append(events.slice(from, from + 6));

    expect(new Set(await log.append(events))).toEqual(new Set(['duplicate']));
    expect(await log.append([{ ...events[0]!, data: '0' }])).toEqual(['conflict']);
    const history = await log.history({ topics: ['orders'], subject: 'customer-2' });
    expect(history.map(({ id }) => id)).toEqual(
      events.filter((event) => event.subject === 'customer-2').map(({ id }) => id),
    );
    await log.close();
    const database = new DatabaseSync(join(folder.path, 'log.db'));
    const merged = Number(database.prepare('SELECT through FROM keyed').get()?.through);
    database.close();
    expect(merged).toBeGreaterThanOrEqual(36);
  });

  it('given two connections that merge keys in turn, when either appends, then it knows what the other has merged', async () => {
    const logs = [await open({ mergeKeysAt: 3 }), await open({ mergeKeysAt: 5 })];
    const events = Array.from({ length: 40 }, () => anEvent());
    for (const [index, event] of events.entries()) await logs[index % 2]!.append([event]);

    for (const log of logs) {
      expect(new Set(await log.append(events))).toEqual(new Set(['duplicate']));
      expect(await log.history({ topics: ['orders'], subject: 'customer-1' })).toHaveLength(40);
    }
  });
});

/** Ms between a batch of 500 that takes 150 ms and the one event that is appended meanwhile. */
async function waitAfterLargeBatch(log: EventLog, group: string): Promise<number> {
  const topic = `orders-of-${group}`;
  const batches: { begun: number; ended: number }[] = [];
  const one = () => anEvent({ topic });
  await log.append(Array.from({ length: 500 }, one));
  const subscription = await log.subscribe({
    group,
    topics: [topic],
    batchSize: 1_000,
    onBatch: async ({ events }) => {
      const begun = performance.now();
      if (events.length === 500) {
        await log.append([one()]);
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      batches.push({ begun, ended: performance.now() });
    },
  });
  await eventually(() => expect(batches).toHaveLength(2));
  await subscription.stop();
  return batches[1]!.begun - batches[0]!.ended;
}
