import { setTimeout as pause } from 'node:timers/promises';
import { outOfOrder } from '../restart.js';
import type { ServiceSlot } from './service-slot.js';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const limitMs = 25_000;
const betweenMs = 700;
/** Who keeps nothing has nothing to drain. */
const phases: Readonly<Record<string, readonly string[]>> = {
  gateway: ['intake'],
  ...Object.fromEntries(
    ['scoring', 'interaction-capture', 'alerting', 'outreach'].map((service) => [
      service,
      ['intake', 'drain', 'close'],
    ]),
  ),
};

/** Restarts every service in turn under load: nobody who comes back when asked to sees anything but answers. */
export const restartDrill: StackDrill = {
  name: 'restart',
  rounds: 3,
  torment: async (trial, rounds) => {
    const { chance, findings, settings } = trial;
    const load = trial.load({ keepAlive: false }).start();
    for (let round = 1; round <= rounds; round++) {
      const told: string[] = [];
      for (const slot of chance.shuffled(trial.slots.filter(({ isRunning }) => isRunning))) {
        await pause(chance.next() * betweenMs);
        told.push(await restart(trial, slot));
        if (!(await trial.whole())) findings.push(`the workers did not recover from the restart of ${slot.name}`);
      }
      settings.say(`round ${round}: ${told.join(', ')}; 503 for ${load.calls.unavailable} calls so far`);
    }
    await load.stop();
    const { broken, unanswered } = load.calls;
    if (broken > 0) findings.push(`${broken} answers were cut off`);
    if (unanswered > 0) findings.push(`${unanswered} calls were taken and not answered`);
    return [load];
  },
};

async function restart(trial: StackTrial, slot: ServiceSlot): Promise<string> {
  const process = slot.process!;
  const ended = await slot.terminate();
  if (ended?.code !== 0) {
    trial.findings.push(
      `asked to end, ${slot.name} ended with ${ended?.code ?? ended?.signal}: ${process.lastWords()}`,
    );
  }
  const ms = Math.round(ended?.ms ?? 0);
  if (ms > limitMs) trial.findings.push(`asked to end, ${slot.name} took ${ms} ms`);
  const wrong = outOfOrder(process.log, phases[slot.service] ?? ['intake', 'close']);
  trial.findings.push(...wrong.map((what) => `${slot.name}: ${what}`));
  await slot.start();
  return `${slot.name} in ${ms} ms`;
}
