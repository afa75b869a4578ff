import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from '../figures.js';
import type { DrillSettings } from '../trial.js';
import { StackTrial, sessionMs } from './stack-trial.js';

const frozenMs = 2 * sessionMs;
const workingMs = 2_000;
const mostLag = 5_000;
const patienceMs = 60_000;

/**
 * Freezes a worker in the middle of its work, until long after others have its partitions, and lets it go on as if nothing
 * had happened: what it still believes to be its own must not be written over what others have made of it.
 */
export async function drillZombie(settings: DrillSettings): Promise<Figures> {
  const trial = await StackTrial.open('zombie', settings);
  const { chance, findings } = trial;
  try {
    await trial.begin();
    // In bursts, so that it is frozen with something in hand.
    const load = trial.load({ mostRecords: 40, pauseMs: 200 }).start();
    for (let round = 1; round <= settings.rounds; round++) {
      await pause(chance.next() * workingMs);
      const slot = chance.oneOf(trial.workers);
      const began = performance.now();
      slot.process?.freeze();
      const isTakenOver = await trial.group.has(trial.workers.length - 1, patienceMs);
      const takenOver = Math.round(performance.now() - began);
      if (!isTakenOver) findings.push(`nobody took over from a frozen worker within ${patienceMs} ms`);
      await pause(Math.max(0, frozenMs - takenOver));
      const lag = await trial.lagOf(trial.workers.find((other) => other !== slot)!);
      if (lag > mostLag) findings.push(`with a worker frozen the others are ${lag} events behind`);
      slot.process?.thaw();
      const back = performance.now();
      if (!(await trial.whole())) findings.push('a worker that was let go on did not come back');
      const ms = Math.round(performance.now() - back);
      settings.say(
        `round ${round}: ${slot.name} frozen, its partitions taken over after ${takenOver} ms, the others ${lag} events behind at the end of it, back among them ${ms} ms after it went on`,
      );
    }
    await load.stop();
    return await trial.conclude(load);
  } finally {
    await trial.dispose();
  }
}
