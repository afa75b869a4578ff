import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceSlot } from './service-slot.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const servingMs = 2_500;
const goneMs = 1_200;
const startingMs = 1_500;
/** Nobody comes a second time before everybody was there. */
const victims = [
  ...['order-ingestion', 'interaction-capture', 'scoring-1', 'scoring-2'],
  ...['alerting-1', 'outreach', 'gateway'],
];
/** Share of the kills that are followed by another while the service starts, and of the rounds that begin with all at work. */
const whileStarting = 0.3;
const afterRecovery = 0.5;

/** Kills one service after the other without warning, at random moments under load, and starts it again. */
export const killDrill: StackDrill = {
  name: 'kill',
  rounds: 20,
  torment: async (trial, rounds) => {
    const load = trial.load().start();
    let next: readonly string[] = [];
    for (let round = 1; round <= rounds; round++) {
      const [victim, ...others] = next.length > 0 ? next : trial.chance.shuffled(victims);
      next = others;
      trial.settings.say(`round ${round}: ${await killOne(trial, trial.slot(victim!))}`);
    }
    await load.stop();
    return [load];
  },
};

async function killOne(trial: StackTrial, slot: ServiceSlot): Promise<string> {
  const { chance } = trial;
  if (chance.happens(afterRecovery) && !(await trial.whole())) trial.findings.push('the workers did not recover');
  const served = chance.next() * servingMs;
  await pause(served);
  await slot.kill();
  await pause(chance.next() * goneMs);
  if (chance.happens(whileStarting)) {
    slot.begin();
    await pause(chance.next() * startingMs);
    await slot.kill();
  }
  const begun = performance.now();
  await slot.start();
  const ms = Math.round(performance.now() - begun);
  return `${slot.name} killed after ${Math.round(served)} ms, back in ${ms} ms`;
}
