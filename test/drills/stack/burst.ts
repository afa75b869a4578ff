import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from '../figures.js';
import { NoAnswer } from '../http-call.js';
import { residentMegabytes } from '../resident-memory.js';
import type { DrillSettings } from '../trial.js';
import { StackTrial } from './stack-trial.js';

export interface BurstSettings extends DrillSettings {
  /** How long ten times as much comes, in milliseconds; a minute when absent. */
  readonly burstMs?: number;
}

const usual = { senders: 2, mostRecords: 30, pauseMs: 100 };
const times = 10;
const usualMs = 5_000;
const usualLag = 200;
const mostMegabytes = 800;
const lookEveryMs = 500;

/** Lets ten times as much come: it is taken or put off, no process grows without bound, and all is folded afterwards. */
export async function drillBurst(settings: BurstSettings): Promise<Figures> {
  const { rounds, burstMs = 60_000, say } = settings;
  const trial = await StackTrial.open('burst', settings);
  const { findings } = trial;
  try {
    await trial.begin();
    const load = trial.load(usual).start();
    const more = trial.load({ ...usual, senders: usual.senders * (times - 1), prefix: 'more-' });
    for (let round = 1; round <= rounds; round++) {
      const before = load.calls.answered;
      await pause(usualMs);
      const perSecond = ((load.calls.answered - before) / usualMs) * 1_000;
      more.start();
      const { peaks, mostLag, calls } = await watched(trial, burstMs, () => load.calls.answered + more.calls.answered);
      await more.stop();
      const begun = performance.now();
      // The usual goes on: there is always a little that is not folded yet.
      while ((await trial.lag()) > usualLag) await pause(100);
      const ms = Math.round(performance.now() - begun);
      for (const [name, megabytes] of peaks) {
        if (megabytes > mostMegabytes) findings.push(`${name} grew to ${megabytes} MB`);
      }
      const memory = [...peaks].map(([name, megabytes]) => `${name} ${megabytes} MB`).join(', ');
      say(
        `round ${round}: ${perSecond.toFixed(1)} calls/s, then ${((calls / burstMs) * 1_000).toFixed(1)}, of which ${load.calls.unavailable + more.calls.unavailable} put off; ${mostLag} events behind at most, all folded ${ms} ms after it; at most ${memory}`,
      );
    }
    await load.stop();
    return await trial.conclude(load, more);
  } finally {
    await trial.dispose();
  }
}

/** What becomes of the processes meanwhile. */
async function watched(trial: StackTrial, forMs: number, answered: () => number) {
  const peaks = new Map<string, number>();
  const before = answered();
  let mostLag = 0;
  for (const end = performance.now() + forMs; performance.now() < end; await pause(lookEveryMs)) {
    for (const { name, url } of trial.slots) {
      const megabytes = await residentMegabytes(url).catch((error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error;
        trial.findings.push(`${name} did not tell its figures: ${error.message}`);
        return 0;
      });
      peaks.set(name, Math.max(peaks.get(name) ?? 0, megabytes));
    }
    const lag = await trial.lag();
    if (Number.isFinite(lag)) mostLag = Math.max(mostLag, lag);
  }
  return { peaks, mostLag, calls: answered() - before };
}
