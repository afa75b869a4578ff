import { setTimeout as pause } from 'node:timers/promises';
import type { IntakeContact } from './desk.js';
import { EmbeddedTrial } from './embedded-trial.js';
import type { Figures } from './figures.js';
import type { Absence } from './hook-server.js';
import { callJson } from './http-call.js';
import { drillRules } from './rules-of-drills.js';
import { noCalls } from './sender.js';
import type { DrillSettings } from './trial.js';

const complaints = 100;
const everyMs = 20;
const patienceMs = 20_000;
const mostRatio = 1.05;
const leastRounds = 2;

/**
 * Measures how long alerts take to a receiver beside another that is dead, against how long they take to it alone, turn
 * by turn: connections of the dead one are closed at once, or taken and never answered. A machine that is busy with
 * something else gets another chance, as many as there are rounds.
 */
export async function drillDeadReceiver(settings: DrillSettings): Promise<Figures> {
  const trial = await EmbeddedTrial.open('receiver', settings);
  const spans = { alone: [] as number[], gone: [] as number[], silent: [] as number[] };
  const ratio = () => Math.max(Math.min(...spans.gone), Math.min(...spans.silent)) / Math.min(...spans.alone);
  try {
    await trial.begin({ alerts: { ...drillRules.alerts, rules: drillRules.alerts.rules.map(patient) } });
    for (let round = 1; round <= settings.rounds && !(round > leastRounds && ratio() < mostRatio); round++) {
      for (const kind of ['alone', 'gone', 'silent'] as const) {
        await restart(trial, kind);
        spans[kind].push(await span(trial, `${kind}-${round}`));
      }
      const told = Object.entries(spans).map(([kind, all]) => `${kind} ${Math.round(all.at(-1)!)} ms`);
      settings.say(`round ${round}: ${told.join(', ')}`);
    }
    if (!(ratio() < mostRatio)) trial.findings.push(`a dead receiver delays another: ratio ${ratio().toFixed(3)}`);
    return { ...(await trial.conclude({ calls: noCalls(), findings: [] })), delayRatio: ratio() };
  } finally {
    await trial.dispose();
  }
}

/** Nobody is told that nobody took an alert on: that would come in between. */
function patient<R extends object>(rule: R): R {
  return { ...rule, escalateAfterHours: 24 };
}

async function restart(trial: EmbeddedTrial, kind: 'alone' | Absence): Promise<void> {
  await trial.server?.terminate();
  if (kind !== 'alone') trial.receivers.dead.die(kind);
  await trial.receivers.list(kind === 'alone' ? ['live'] : ['live', 'dead']);
  await trial.start().ready();
  await trial.quiet();
}

/** How long it takes until the last of many complaints, told one by one, has come to the receiver as an alert; ms. */
async function span(trial: EmbeddedTrial, name: string): Promise<number> {
  const { live } = trial.receivers;
  const contacts = Array.from({ length: complaints }, (_, i) => complaintOf(trial, `${name}-${i}`));
  let begun = performance.now();
  await trial.tell(name, contacts, async () => {
    begun = performance.now();
    const told: Promise<unknown>[] = [];
    for (const [i, contact] of contacts.entries()) {
      await pause(Math.max(0, begun + i * everyMs - performance.now()));
      told.push(callJson(`${trial.url}/interactions`, contact));
    }
    await Promise.all(told);
  });
  const due = contacts.map(({ customerId }) => `"customerId":"${customerId}"`);
  for (const end = begun + patienceMs; performance.now() < end; await pause(1)) {
    const raised = live.taken.filter(({ body }) => body.includes('AlertRaised') && body.includes(`"${name}-`));
    if (due.every((one) => raised.some(({ body }) => body.includes(one)))) return raised.at(-1)!.came - begun;
  }
  trial.findings.push(`not every complaint of ${name} came to the receiver within ${patienceMs} ms`);
  return patienceMs;
}

function complaintOf(trial: EmbeddedTrial, customerId: string): IntakeContact {
  const at = new Date(trial.settings.clock() - 60_000).toISOString();
  return {
    ...({ kind: 'interaction', source: 'complaints', customerId, interactionId: customerId, at } as const),
    ...({ channel: 'phone', direction: 'in', purpose: 'service', agentId: 'agent-1', transferred: false } as const),
    complaint: { severity: 2 },
  };
}
