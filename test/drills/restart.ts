import { setTimeout as pause } from 'node:timers/promises';
import { shutdownPhases } from '@vilfredo/service';
import { EmbeddedTrial } from './embedded-trial.js';
import type { Figures } from './figures.js';
import type { LogLine } from './server-process.js';
import type { DrillSettings } from './trial.js';

const limitMs = 25_000;
const phases: readonly string[] = shutdownPhases;

/** Asks the process to end under load, again and again: what is in flight is answered or refused cleanly, and it is gone in time. */
export async function drillRestart(settings: DrillSettings): Promise<Figures> {
  const trial = await EmbeddedTrial.open('restart', settings);
  const { chance, findings } = trial;
  try {
    let server = await trial.begin();
    const load = trial.load({ keepAlive: false }).start();
    for (let round = 1; round <= settings.rounds; round++) {
      await pause(200 + chance.next() * 800);
      const before = load.calls;
      const { code, signal, ms } = await server.terminate();
      const after = load.calls;
      if (code !== 0) findings.push(`asked to end, it ended with ${code ?? signal}: ${server.lastWords()}`);
      if (ms > limitMs) findings.push(`asked to end, it took ${Math.round(ms)} ms`);
      if (after.broken > before.broken) findings.push(`${after.broken - before.broken} answers were cut off`);
      findings.push(...outOfOrder(server.log));
      const order = server.log.flatMap(({ phase, ms: took }) => (phase === undefined ? [] : [`${phase} ${took} ms`]));
      server = trial.start();
      await server.ready();
      const { acked, stored, lost, dupEffects, reordered } = await trial.auditLog();
      const met = `answered=${after.answered - before.answered} reset=${after.reset - before.reset} broken=${after.broken - before.broken}`;
      settings.say(
        `round ${round}: ended with ${code} in ${Math.round(ms)} ms, (${order.join(', ')}), meanwhile ${met}; acked=${acked} stored=${stored} lost=${lost} dup_effects=${dupEffects} reordered=${reordered}`,
      );
    }
    await load.stop();
    const { unanswered } = load.calls;
    if (unanswered > 0) findings.push(`${unanswered} calls were taken and not answered`);
    return await trial.conclude(load);
  } finally {
    await trial.dispose();
  }
}

/** What is wrong with the phases that a server told of while it ended. @param must those that it cannot do without */
export function outOfOrder(log: readonly LogLine[], must: readonly string[] = ['intake', 'drain', 'close']): string[] {
  const told = log.flatMap(({ msg, phase }) => (msg === 'phase over' && phase !== undefined ? [phase] : []));
  const order = told.map((phase) => phases.indexOf(phase));
  const wrong: string[] = [];
  if (order.some((at, i) => at <= (order[i - 1] ?? -1))) wrong.push(`the phases of the stop were ${told.join(', ')}`);
  for (const phase of must) {
    if (!told.includes(phase)) wrong.push(`the stop told of no phase ${phase}`);
  }
  const last = log.at(-1);
  if (last?.msg !== 'stopped' || last.failedSteps !== 0)
    wrong.push(`the last word of the stop was ${JSON.stringify(last)}`);
  return wrong;
}
