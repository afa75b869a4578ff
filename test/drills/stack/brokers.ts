import { setTimeout as pause } from 'node:timers/promises';
import type { StackDrill } from './stack-drill.js';
import type { StackTrial } from './stack-trial.js';

const workingMs = 3_000;
const goneMs = 6_000;
/** Others take over from a broker that is gone within this, or its clients have not noticed. */
const takenOverMs = 30_000;
/** What a broker has missed is copied to it before the next one goes. */
const copiedMs = 8_000;

/** Of three brokers one after the other is killed under load, and started again: orders are taken all the while. */
export const brokersDrill: StackDrill = {
  name: 'brokers',
  rounds: 6,
  needs: { nodes: 3 },
  torment: async (trial, rounds) => {
    const load = trial.load().start();
    for (let round = 0; round < rounds; round++) {
      const said = await without(trial, round % trial.servers.nodes.length, () => load.calls.answered);
      trial.settings.say(`round ${round + 1}: ${said}`);
    }
    if (!(await trial.whole())) trial.findings.push('the workers did not come back');
    await load.stop();
    return [load];
  },
};

async function without({ chance, servers, findings }: StackTrial, which: number, answered: () => number) {
  const node = servers.nodes[which]!;
  await pause(chance.next() * workingMs);
  const [before, begun] = [answered(), performance.now()];
  await node.kill();
  while (answered() <= before + 1 && performance.now() - begun < takenOverMs) await pause(20);
  const ms = Math.round(performance.now() - begun);
  if (ms >= takenOverMs)
    findings.push(`no order was taken within ${takenOverMs} ms while broker ${which + 1} was gone`);
  await pause(chance.next() * goneMs);
  await node.restart();
  await pause(copiedMs);
  return `broker ${which + 1} killed, orders taken ${ms} ms after it`;
}
