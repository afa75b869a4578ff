import { setTimeout as pause } from 'node:timers/promises';
import { NoAnswer } from '../http-call.js';
import type { Load } from '../load.js';
import { residentMegabytes } from '../resident-memory.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const usual = { senders: 1, desks: 0, mostRecords: 20, pauseMs: 200 };
const times = 10;
const usualMs = 5_000;
const usualLag = 200;
const mostMegabytes = 800;
const lookEveryMs = 500;

/**
 * Lets ten times as much come: it is taken or put off, no process grows without bound, and all is folded afterwards.
 * @param burstMs how long, in milliseconds
 */
export function burstDrill(burstMs = 60_000): StackDrill {
  return {
    name: 'burst',
    rounds: 1,
    torment: async (trial, rounds) => {
      const load = trial.load(usual).start();
      const more = trial.load({ ...usual, senders: usual.senders * (times - 1), prefix: 'burst-more-' });
      for (let round = 1; round <= rounds; round++) {
        trial.settings.say(`round ${round}: ${await burst(trial, load, more, burstMs)}`);
      }
      await load.stop();
      return [load, more];
    },
  };
}

async function burst(trial: StackTrial, load: Load, more: Load, burstMs: number): Promise<string> {
  const before = load.calls.answered;
  await pause(usualMs);
  const usually = ((load.calls.answered - before) / usualMs) * 1_000;
  more.start();
  const { peaks, mostLag, calls } = await watched(trial, burstMs, () => load.calls.answered + more.calls.answered);
  await more.stop();
  const begun = performance.now();
  // The usual goes on: there is always a little that is not folded yet.
  while ((await trial.lag()) > usualLag) await pause(100);
  const ms = Math.round(performance.now() - begun);
  for (const [name, megabytes] of peaks) {
    if (megabytes > mostMegabytes) trial.findings.push(`${name} grew to ${megabytes} MB`);
  }
  const memory = [...peaks].map(([name, megabytes]) => `${name} ${megabytes} MB`).join(', ');
  const putOff = load.calls.unavailable + more.calls.unavailable;
  return `${usually.toFixed(1)} calls/s, then ${((calls / burstMs) * 1_000).toFixed(1)}, ${putOff} put off; ${mostLag} events behind at most, all folded ${ms} ms after it; at most ${memory}`;
}

/** What becomes of the processes meanwhile. */
async function watched(trial: StackTrial, forMs: number, answered: () => number) {
  const peaks = new Map<string, number>();
  const before = answered();
  let mostLag = 0;
  for (const end = performance.now() + forMs; performance.now() < end; await pause(lookEveryMs)) {
    for (const { name, url, isRunning } of trial.slots) {
      if (!isRunning) continue;
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
