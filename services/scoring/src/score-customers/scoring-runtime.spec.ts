import { setTimeout as pause } from 'node:timers/promises';
import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog, ViewStore } from '@vilfredo/event-sourcing';
import {
  eventually,
  type ManualClock,
  manualClock,
  orderPlaced,
  type TemporaryFolder,
  temporaryFolder,
} from '@vilfredo/testing';
import { feedItem } from '../score-feed/score-feed.js';
import { ScoringRuntime } from './scoring-runtime.js';

describe('given orders that keep coming, so that there is always one that is not folded', () => {
  let folder: TemporaryFolder;
  let log: EventLog;
  let store: ViewStore;
  let clock: ManualClock;
  let runtime: ScoringRuntime;
  let coming = false;
  let told = 0;

  beforeEach(async () => {
    folder = await temporaryFolder();
    clock = manualClock('2026-03-02T00:00:00Z');
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    runtime = await ScoringRuntime.open({ log: neverEmpty(log), store, clock, tickMs: 5 });
    await runtime.start();
    await log.append([orderPlaced({ customer: 'early' })]);
    await runtime.settle();
    coming = true;
    await log.append([another()]);
    await eventually(async () => expect(await runtime.lag()).toBeGreaterThan(0));
  });
  afterEach(async () => {
    coming = false;
    await runtime.stop();
    await log.close();
    await store.close();
    await folder.dispose();
  });

  /** A log in which, by the time a batch is committed, there is another event. */
  function neverEmpty(real: EventLog): EventLog {
    const subscribe: EventLog['subscribe'] = (options) => {
      const onBatch: typeof options.onBatch = async (page) => {
        await options.onBatch(page);
        if (coming) await real.append([another()]);
      };
      return real.subscribe({ ...options, onBatch });
    };
    return new Proxy(real, {
      get: (target, name: keyof EventLog) => (name === 'subscribe' ? subscribe : target[name].bind(target)),
    });
  }

  function another() {
    return orderPlaced({ customer: `late-${told++ % 20}`, at: new Date(clock()).toISOString() });
  }

  it('when somebody waits for what is recorded by now, then that does not take for ever', async () => {
    const settled = runtime.settle().then(() => 'settled');
    expect(await Promise.race([settled, pause(10_000, 'still waiting', { ref: false })])).toBe('settled');
    expect(coming).toBe(true);
  });

  it('when somebody else falls due, then they are woken all the same, and a rebuild would wake them so too', async () => {
    clock.advance(500 * 86_400_000);
    await eventually(
      async () => {
        const { events } = await log.read({ topics: ['scores'], limit: 100_000 });
        const changes = events.map(feedItem).filter(({ customerId }) => customerId === 'early');
        expect(changes.map(({ to }) => to)).toContain('dormant');
      },
      { timeout: 10_000, every: 100 },
    );
    expect(coming).toBe(true);
  });

  it('when it is asked how far all is folded, then that is before anything that is not', async () => {
    for (let times = 0; times < 20; times++) {
      clock.advance(1_000);
      const [by, committed] = await runtime.exclusively(async () => [await runtime.foldedBy(), runtime.committed()]);
      const next = await log.read({ topics: ['orders'], limit: 1, ...(committed ? { after: committed } : {}) });
      const open = next.events[0];
      if (open !== undefined) expect(by).toBeLessThanOrEqual(Date.parse(open.recordedat));
      await pause(5);
    }
  });
});

describe('given a book that has settled in its cut-offs', () => {
  let folder: TemporaryFolder;
  let log: EventLog;
  let store: ViewStore;
  let runtime: ScoringRuntime;

  beforeEach(async () => {
    folder = await temporaryFolder();
    const clock = manualClock('2026-03-02T00:00:00Z');
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    runtime = await ScoringRuntime.open({ log, store, clock, tickMs: 5 });
    await runtime.start();
    await log.append([orderPlaced({ customer: 'early' })]);
    await runtime.settle();
  });
  afterEach(async () => {
    await runtime.stop();
    await log.close();
    await store.close();
    await folder.dispose();
  });

  it('when nothing comes, then it is at rest', async () => {
    expect(await runtime.isMoving()).toBe(false);
  });

  it('when somebody orders, then it is on its way until everybody has entered the cut-offs with that order', async () => {
    await log.append([orderPlaced({ customer: 'late' })]);
    await eventually(async () => expect(await runtime.isMoving()).toBe(true));
    await eventually(async () => expect(await runtime.isMoving()).toBe(false), { timeout: 15_000, every: 20 });
    expect(runtime.book.era.epoch?.population.buyers).toBe(2);
  });
});
