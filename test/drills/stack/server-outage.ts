import { setTimeout as pause } from 'node:timers/promises';
import type { Figures } from '../figures.js';
import type { Load } from '../load.js';
import type { DrillSettings } from '../trial.js';
import { StackTrial } from './stack-trial.js';

const workingMs = 2_000;
const goneMs = 5_000;
const patienceMs = 60_000;

/** Kills the broker under load, and starts it again with what it has kept. */
export function drillBroker(settings: DrillSettings): Promise<Figures> {
  return drillOutage('broker', settings);
}

/** The same with the database. */
export function drillDatabase(settings: DrillSettings): Promise<Figures> {
  return drillOutage('database', settings);
}

async function drillOutage(which: 'broker' | 'database', settings: DrillSettings): Promise<Figures> {
  const trial = await StackTrial.open(which, settings, { isDurable: which === 'database' });
  const { chance, servers, findings } = trial;
  try {
    await trial.begin();
    const load = trial.load().start();
    for (let round = 1; round <= settings.rounds; round++) {
      await pause(chance.next() * workingMs);
      await servers[which].kill();
      const gone = chance.next() * goneMs;
      await pause(gone);
      await servers[which].restart();
      const ms = await goesOn(load);
      if (ms === undefined) findings.push(`no order was taken within ${patienceMs} ms after the ${which} was back`);
      if (!(await trial.whole())) findings.push(`the workers did not come back after the ${which}`);
      const { unavailable } = load.calls;
      settings.say(
        `round ${round}: gone for ${Math.round(gone)} ms, orders taken again ${ms} ms after it was back, 503 for ${unavailable} calls so far`,
      );
    }
    await load.stop();
    return await trial.conclude(load);
  } finally {
    await trial.dispose();
  }
}

/** Milliseconds until an order is taken; undefined when none is. */
async function goesOn(load: Load): Promise<number | undefined> {
  const begun = performance.now();
  for (const before = load.calls.answered; load.calls.answered === before; await pause(20)) {
    if (performance.now() - begun > patienceMs) return undefined;
  }
  return Math.round(performance.now() - begun);
}
