import { setTimeout as pause } from 'node:timers/promises';
import { GroupWatch } from './group-watch.js';
import type { ServiceSlot } from './service-slot.js';
import { sessionMs } from './slots-on.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const frozenMs = 2 * sessionMs;
const workingMs = 2_000;
const mostLag = 5_000;
const patienceMs = 120_000;

/**
 * Freezes a worker and somebody who raises alerts in the middle of their work, until long after others have their
 * partitions, and lets them go on as if nothing had happened: what they still believe to be their own must not be
 * written over what others have made of it.
 */
export const zombieDrill: StackDrill = {
  name: 'zombie',
  rounds: 5,
  torment: async (trial, rounds) => {
    const alerting = await GroupWatch.start(trial.servers.brokers, 'alerting');
    await trial.slot('alerting-2').start();
    // In bursts, so that they are frozen with something in hand.
    const load = trial.load({ mostRecords: 40, pauseMs: 300 }).start();
    for (let round = 1; round <= rounds; round++) {
      await pause(trial.chance.next() * workingMs);
      const frozen = await Promise.all([
        freeze(trial, trial.group, trial.workers),
        freeze(trial, alerting, raising(trial)),
      ]);
      trial.settings.say(`round ${round}: ${frozen.join('; ')}`);
    }
    await load.stop();
    await trial.slot('alerting-2').terminate();
    if (!(await alerting.has(1, patienceMs))) trial.findings.push('nobody took over from who raised alerts and left');
    await alerting.stop();
    return [load];
  },
};

function raising({ slots }: StackTrial): readonly ServiceSlot[] {
  return slots.filter(({ service }) => service === 'alerting');
}

/** One of those who share a group. */
async function freeze(trial: StackTrial, group: GroupWatch, sharing: readonly ServiceSlot[]): Promise<string> {
  const { chance, findings } = trial;
  const running = sharing.filter(({ isRunning }) => isRunning);
  const slot = chance.oneOf(running);
  if (!(await group.has(running.length, patienceMs))) findings.push(`${slot.name} was not among those who share`);
  const began = performance.now();
  slot.process?.freeze();
  const isTakenOver = await group.has(running.length - 1, patienceMs);
  const takenOver = Math.round(performance.now() - began);
  if (!isTakenOver) findings.push(`nobody took over from ${slot.name}, which was frozen, within ${patienceMs} ms`);
  await pause(Math.max(0, frozenMs - takenOver));
  const lag = await trial.lagOf(running.find((other) => other !== slot)!);
  if (lag > mostLag) findings.push(`with ${slot.name} frozen the others are ${lag} events behind`);
  slot.process?.thaw();
  const back = performance.now();
  if (!(await group.has(running.length, patienceMs))) findings.push(`${slot.name} was let go on and did not come back`);
  const ms = Math.round(performance.now() - back);
  return `${slot.name} frozen, its partitions taken over after ${takenOver} ms, the others ${lag} events behind at the end of it, back among them ${ms} ms after it went on`;
}
