import { Failure } from '@vilfredo/event-sourcing';
import { rebuild } from '@vilfredo/scoring';
import { type DemoLog, demoLog } from './demo-log.js';
import { type Figures, figuresOf } from './figures.js';
import { collectGarbage, interleaved } from './rounds.js';
import { runningFrom, temporaryDeployment } from './temporary-deployment.js';

/** Folding the log again against having lived it: both over the same events, cut-offs taken in the middle and at the end. */
export async function rebuilding(
  tell: (text: string) => void,
  { customers = 2_000, rounds = 7, warmUps = 2 } = {},
): Promise<Figures> {
  const log = demoLog({ customers });
  const runs = await interleaved({ both: () => liveThenRebuilt(log) }, { rounds, warmUps, tell });
  const more = { events: log.before.length + log.measured.length };
  const figures = figuresOf(runs.map(({ both }) => both));
  return { bench: 'rebuild', ...figures, unit: 'events/s', target: { atLeast: 1.5 }, more };
}

async function liveThenRebuilt({ before, measured, until }: DemoLog): Promise<{ ours: number; peer: number }> {
  const { deployment, build, process, dispose } = await temporaryDeployment({
    clock: runningFrom(until),
    epochs: 'on-request',
  });
  try {
    const begun = performance.now();
    await build(before);
    await process(measured);
    await deployment.settle();
    const seconds = (performance.now() - begun) / 1_000;
    collectGarbage();
    const { equal, eventsPerSecond } = await rebuild(deployment.runtime, { check: true });
    if (!equal) throw new Failure('bug', 'the rebuilt views are not the live ones');
    return { ours: eventsPerSecond, peer: (before.length + measured.length) / seconds };
  } finally {
    await dispose();
  }
}
