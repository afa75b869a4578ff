import { setTimeout as pause } from 'node:timers/promises';
import type { Load } from '../load.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const workingMs = 2_000;
const goneMs = 5_000;
const patienceMs = 60_000;

/** Kills the broker under load, and starts it again with what it has kept. */
export const brokerDrill = outageDrill('broker');

/** The same with the database. */
export const databaseDrill = outageDrill('database');

function outageDrill(which: 'broker' | 'database'): StackDrill {
  return {
    name: which,
    rounds: 5,
    needs: { isDurable: which === 'database' },
    torment: async (trial, rounds) => {
      const load = trial.load().start();
      for (let round = 1; round <= rounds; round++) {
        trial.settings.say(`round ${round}: ${await outage(trial, which, load)}`);
      }
      await load.stop();
      return [load];
    },
  };
}

async function outage(trial: StackTrial, which: 'broker' | 'database', load: Load): Promise<string> {
  const { chance, servers, findings } = trial;
  await pause(chance.next() * workingMs);
  await servers[which].kill();
  const gone = chance.next() * goneMs;
  await pause(gone);
  await servers[which].restart();
  const ms = await goesOn(load);
  if (ms === undefined) findings.push(`no order was taken within ${patienceMs} ms after the ${which} was back`);
  if (!(await trial.whole())) findings.push(`the workers did not come back after the ${which}`);
  return `gone for ${Math.round(gone)} ms, orders taken again ${ms} ms after it was back, 503 for ${load.calls.unavailable} calls so far`;
}

/** Milliseconds until an order is taken; undefined when none is. */
async function goesOn(load: Load): Promise<number | undefined> {
  const begun = performance.now();
  for (const before = load.calls.answered; load.calls.answered === before; await pause(20)) {
    if (performance.now() - begun > patienceMs) return undefined;
  }
  return Math.round(performance.now() - begun);
}
