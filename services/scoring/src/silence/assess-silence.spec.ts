import type { Policy } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';
import fc from 'fast-check';
import { defaultPolicy } from '../policy/default-policy.js';
import { assessSilence } from './assess-silence.js';
import { OpenDays } from './open-days.js';
import { type Rhythm, rhythmOf } from './rhythm.js';

const calendar = new Calendar('UTC');
const dayMs = 86_400_000;
const latestDay = 20_000;
const latest = latestDay * dayMs + dayMs / 2;

const threshold = fc.double({ min: 0.01, max: 0.9, noNaN: true });
const rules = fc
  .record({ on: fc.boolean(), overdueBelow: threshold, veryOverdueBelow: threshold, weekdays: fc.subarray([6, 7]) })
  .map(({ weekdays, ...silence }) => ({
    ...defaultPolicy,
    silence: { ...defaultPolicy.silence, ...silence },
    closed: { weekdays, dates: [] },
  }));
const purchaseDays = fc
  .array(fc.integer({ min: 1, max: 900 }), { maxLength: 25 })
  .map((before) => [...new Set([0, ...before])].sort((a, b) => b - a).map((ago) => latestDay - ago));

/** Every threshold as an instant, whether it has been passed or not. */
function thresholds(rhythm: Rhythm, { silence: { on, overdueBelow, veryOverdueBelow } }: Policy, open: OpenDays) {
  const at = (days: number) => (days < 36_525 ? open.after(latest, days) : Number.POSITIVE_INFINITY);
  const [overdue, veryOverdue] = [overdueBelow, veryOverdueBelow].map((survival) => at(rhythm.silentUntil(survival)));
  const doubts = [0.5, 0.2].map((p) => rhythm.aliveUntil(p)).filter((days) => days > 0);
  return { overdue, veryOverdue, all: [...(on ? [overdue!, veryOverdue!] : []), ...doubts.map(at)] };
}

describe('a silence', () => {
  it('given any rhythm, and thresholds in any order, then it is what they say, and is woken for the first one ahead', () => {
    fc.assert(
      fc.property(purchaseDays, rules, fc.integer({ min: 0, max: 900 }), (days, policy, silentDays) => {
        const open = new OpenDays(policy.closed, calendar);
        const rhythm = rhythmOf(days, policy, open);
        const asOf = latest + silentDays * dayMs;

        const { state, nextCrossing } = assessSilence(rhythm, latest, asOf, policy, open);

        const { overdue, veryOverdue, all } = thresholds(rhythm, policy, open);
        const passed = veryOverdue! <= asOf ? 'very-overdue' : overdue! <= asOf ? 'overdue' : 'on-time';
        expect(state).toBe(policy.silence.on ? passed : null);
        const next = Math.min(...all.filter((instant) => instant > asOf));
        expect(nextCrossing).toBe(Number.isFinite(next) ? next : null);
      }),
      { numRuns: 500 },
    );
  });
});
