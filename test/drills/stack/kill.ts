import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from '../figures.js';
import type { DrillSettings } from '../trial.js';
import { StackTrial } from './stack-trial.js';

const servingMs = 2_500;
const goneMs = 1_200;
const startingMs = 1_500;
/** Those who keep something in hand are killed more often. */
const victims = ['order-ingestion', 'scoring-1', 'scoring-2', 'order-ingestion', 'scoring-1', 'scoring-2', 'gateway'];
/** Share of the kills that are followed by another while the service starts, and of the rounds that begin with all at work. */
const whileStarting = 0.3;
const afterRecovery = 0.5;

/** Kills one service after the other without warning, at random moments under load, and starts it again. */
export async function drillKillOnStack(settings: DrillSettings): Promise<Figures> {
  const trial = await StackTrial.open('kill', settings);
  const { chance } = trial;
  try {
    await trial.begin();
    const load = trial.load().start();
    for (let round = 1; round <= settings.rounds; round++) {
      if (chance.happens(afterRecovery) && !(await trial.whole())) trial.findings.push('the workers did not recover');
      const served = chance.next() * servingMs;
      await pause(served);
      const slot = trial.slot(chance.oneOf(victims));
      await slot.kill();
      const gone = chance.next() * goneMs;
      await pause(gone);
      if (chance.happens(whileStarting)) {
        slot.begin();
        await pause(chance.next() * startingMs);
        await slot.kill();
      }
      const begun = performance.now();
      await slot.start();
      const ms = Math.round(performance.now() - begun);
      settings.say(`round ${round}: ${slot.name} killed after ${Math.round(served)} ms, back in ${ms} ms`);
    }
    await load.stop();
    return await trial.conclude(load);
  } finally {
    await trial.dispose();
  }
}
