import { Failure } from '@vilfredo/event-sourcing';
import { FactsInMemory, storedFactsSha256 } from './decode-and-fold.js';
import { asStored, type DemoLog, demoLog } from './demo-log.js';
import { type Figures, figuresOf } from './figures.js';

import { collectGarbage, interleaved } from './rounds.js';
import { runningFrom, temporaryDeployment } from './temporary-deployment.js';

interface Run {
  readonly perSecond: number;
  readonly facts: string;
}

/**
 * The whole path (append, fold, assess, store with fsync, publish) against decoding and folding alone, over the second
 * half of the demo's events, after cut-offs were taken over the first.
 */
export async function embedded(
  tell: (text: string) => void,
  { customers = 2_000, rounds = 9, warmUps = 2 } = {},
): Promise<Figures> {
  const log = demoLog({ customers });
  const runs = await interleaved(
    { ours: () => wholePath(log), peer: () => decodeAndFold(log) },
    { rounds, warmUps, tell },
  );
  for (const { ours, peer } of runs) {
    if (ours.facts !== peer.facts) throw new Failure('bug', 'the two ways do not come to the same facts');
  }
  const figures = runs.map(({ ours, peer }) => ({ ours: ours.perSecond, peer: peer.perSecond }));
  const more = { events: log.measured.length, sha256: runs[0]!.ours.facts.slice(0, 12) };
  return { bench: 'embedded', ...figuresOf(figures), unit: 'events/s', target: { atLeast: 0.5 }, more };
}

async function wholePath({ before, measured, until }: DemoLog): Promise<Run> {
  const { deployment, build, process, dispose } = await temporaryDeployment({
    clock: runningFrom(until),
    epochs: 'on-request',
  });
  try {
    await build(before);
    collectGarbage();
    const seconds = await process(measured);
    return { perSecond: measured.length / seconds, facts: await storedFactsSha256(deployment.runtime.views, until) };
  } finally {
    await dispose();
  }
}

async function decodeAndFold({ before, measured, until }: DemoLog): Promise<Run> {
  const folded = new FactsInMemory();
  folded.fold(asStored(before, until));
  const events = asStored(measured, until);
  collectGarbage();
  const begun = performance.now();
  folded.fold(events);
  const seconds = (performance.now() - begun) / 1_000;
  return { perSecond: measured.length / seconds, facts: folded.sha256(until) };
}
