import fc from 'fast-check';
import { giveUpAfterMs, nextAttempt } from './retry-schedule.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits between attempts that all fail, the first at 0. */
function waits(id: string): number[] {
  const found: number[] = [];
  let now = 0;
  for (let attempts = 1; ; attempts++) {
    const next = nextAttempt({ id, attempts, firstAt: 0, now });
    if (next === null) return found;
    found.push(next - now);
    now = next;
  }
}

describe('the retry schedule', () => {
  it('waits 5 s, 5 min, 30 min, 2 h, 5 h and then 10 h, a tenth more or less, and tries for the last time after three days', () => {
    const found = waits('event-1');
    const plan = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour, 10 * hour, 10 * hour];
    for (const [i, wait] of plan.entries()) {
      expect(found[i]).toBeGreaterThanOrEqual(wait * 0.9);
      expect(found[i]).toBeLessThanOrEqual(wait * 1.1);
    }
    expect(found.reduce((sum, wait) => sum + wait, 0)).toBe(giveUpAfterMs);
  });

  it('is the same for the same message, and another for another', () => {
    expect(waits('event-1')).toEqual(waits('event-1'));
    expect(waits('event-1')).not.toEqual(waits('event-2'));
  });

  it('waits at least as long as it is asked to, but never beyond three days', () => {
    const tried = { id: 'event-1', attempts: 1, firstAt: 0, now: 0 };
    expect(nextAttempt({ ...tried, retryAfterMs: hour })).toBe(hour);
    expect(nextAttempt({ ...tried, retryAfterMs: 400 * hour })).toBe(giveUpAfterMs);
    expect(nextAttempt({ ...tried, now: giveUpAfterMs })).toBeNull();
  });

  it('always comes to an end, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(2 ** 31), { maxLength: 40 }), (id, asked) => {
        let now = 0;
        for (let attempts = 1; attempts < 60; attempts++) {
          const next = nextAttempt({ id, attempts, firstAt: 0, now, retryAfterMs: asked[attempts] });
          if (next === null) return now === giveUpAfterMs;
          expect(next).toBeGreaterThan(now);
          now = next;
        }
        return false;
      }),
    );
  });
});
