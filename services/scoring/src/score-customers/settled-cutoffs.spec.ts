import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { manualClock, orderPlaced, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { ScoringRuntime } from './scoring-runtime.js';

describe('given an order that is recorded after the population was read and before its cut-offs', () => {
  let folder: TemporaryFolder;
  let log: EventLog;
  let store: ViewStore;
  let runtime: ScoringRuntime;

  beforeEach(async () => {
    folder = await temporaryFolder();
    const clock = manualClock('2026-03-02T00:00:00Z');
    log = await openEventLog({ folder: folder.path, clock });
    store = await openViewStore({ folder: folder.path });
    runtime = await ScoringRuntime.open({ log: overtaken(log), store, clock, tickMs: 1_000_000 });
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

  /** A log in which somebody's order overtakes the first cut-offs. */
  function overtaken(real: EventLog): EventLog {
    let overtaking = true;
    const append: EventLog['append'] = async (events) => {
      if (events[0]?.type === 'CutoffsRecorded' && overtaking) {
        overtaking = false;
        await real.append([orderPlaced({ customer: 'late' })]);
      }
      return real.append(events);
    };
    return new Proxy(real, {
      get: (target, name: keyof EventLog) => (name === 'append' ? append : target[name].bind(target)),
    });
  }

  it('when everything settles, then the cut-offs are taken again, with that order in them', async () => {
    expect(runtime.book.era.epoch?.population.buyers).toBe(1);
    await runtime.settle();
    expect(runtime.book.era.epoch?.population.buyers).toBe(2);
  });

  it('when nothing has happened since, then they are not', async () => {
    await runtime.settle();
    const { epoch } = runtime.book.era;
    await runtime.settle();
    expect(runtime.book.era.epoch).toBe(epoch);
  });
});
