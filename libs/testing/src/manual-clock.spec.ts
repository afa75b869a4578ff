import { manualClock } from './manual-clock.js';

describe('the manual clock', () => {
  it('given a start, when nothing is said, then it stands still, and moves only as it is told', () => {
    const clock = manualClock('2026-03-01T10:00:00.000Z');
    const start = Date.UTC(2026, 2, 1, 10);
    expect([clock(), clock()]).toEqual([start, start]);

    clock.advance(1_500);
    expect(clock()).toBe(start + 1_500);

    clock.set(5);
    expect(clock()).toBe(5);
  });

  it('given what is no time, when a clock is made from it, then that is an error', () => {
    expect(() => manualClock('noon')).toThrow(RangeError);
  });
});
