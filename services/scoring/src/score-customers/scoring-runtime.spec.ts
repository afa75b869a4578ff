import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '@vilfredo/event-sourcing';
import { eventually, orderPlaced } from '@vilfredo/testing';
import { logWith, type RuntimeUnderTest, settledRuntime } from '../../test/runtime-under-test.js';
import { feedItem } from '../score-feed/score-feed.js';

describe('given orders that keep coming, so that there is always one that is not folded', () => {
  let scoring: RuntimeUnderTest;
  let coming = false;
  let told = 0;

  beforeEach(async () => {
    scoring = await settledRuntime({ seen: neverEmpty });
    coming = true;
    await scoring.log.append([another()]);
    await eventually(async () => expect(await scoring.runtime.lag()).toBeGreaterThan(0));
  });
  afterEach(async () => {
    coming = false;
    await scoring.dispose();
  });

  /** A log in which, by the time a batch is committed, there is another event. */
  function neverEmpty(real: EventLog): EventLog {
    return logWith(real, {
      subscribe: (options) =>
        real.subscribe({
          ...options,
          onBatch: async (page) => {
            await options.onBatch(page);
            if (coming) await real.append([another()]);
          },
        }),
    });
  }

  function another() {
    return orderPlaced({ customer: `late-${told++ % 20}`, at: new Date(scoring.clock()).toISOString() });
  }

  it('when somebody waits for what is recorded by now, then that does not take for ever', async () => {
    const settled = scoring.runtime.settle().then(() => 'settled');
    expect(await Promise.race([settled, pause(10_000, 'still waiting', { ref: false })])).toBe('settled');
    expect(coming).toBe(true);
  });

  it('when somebody else falls due, then they are woken all the same, and a rebuild would wake them so too', async () => {
    scoring.clock.advance(500 * 86_400_000);
    await eventually(
      async () => {
        const { events } = await scoring.log.read({ topics: ['scores'], limit: 100_000 });
        const changes = events.map(feedItem).filter(({ customerId }) => customerId === 'early');
        expect(changes.map(({ to }) => to)).toContain('dormant');
      },
      { timeout: 10_000, every: 100 },
    );
    expect(coming).toBe(true);
  });

  it('when it is asked how far all is folded, then that is before anything that is not', async () => {
    const { runtime, log, clock } = scoring;
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
