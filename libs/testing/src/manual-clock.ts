import type { Clock } from '@vilfredo/event-sourcing';

/** A clock that stands still until told otherwise. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void;
  /** @param time ISO 8601, or epoch milliseconds */
  set(time: string | number): void;
}

/** @param start ISO 8601, or epoch milliseconds */
export function manualClock(start: string | number): ManualClock {
  let now = millisecondsOf(start);
  const clock = (): number => now;
  return Object.assign(clock, {
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    set: (time: string | number) => {
      now = millisecondsOf(time);
    },
  });
}

function millisecondsOf(time: string | number): number {
  const milliseconds = typeof time === 'number' ? time : Date.parse(time);
  if (Number.isNaN(milliseconds)) throw new RangeError(`${time} is no time`);
  return milliseconds;
}
