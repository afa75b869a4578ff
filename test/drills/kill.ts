import { watch } from 'node:fs/promises';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { EmbeddedTrial } from './embedded-trial.js';
import type { Figures } from './figures.js';
import { call, NoAnswer } from './http-call.js';
import type { DrillSettings } from './trial.js';

/** The longest that a server lives on once it is ready, and the longest that a start is let run, in milliseconds. */
const servingMs = 900;
const startingMs = 1_500;
/** Share of the kills that meet a server that is not ready yet, and of the others that meet one between two of its writes. */
const whileStarting = 0.3;
const betweenWrites = 0.5;
const betweenWritesMs = 4;

/**
 * Kills the process without warning at random moments under load: while it starts, recovers, folds, records cut-offs,
 * and folds the log again beside its live views. Whoever sends tries again until told that the log has it.
 */
export async function drillKill(settings: DrillSettings): Promise<Figures> {
  const trial = await EmbeddedTrial.open('kill', settings);
  const { chance, findings } = trial;
  const rebuilds: Promise<void>[] = [];
  try {
    await trial.begin();
    const load = trial.load().start();
    for (let round = 1; round <= settings.rounds; round++) {
      if (chance.happens(whileStarting)) {
        await trial.server?.kill();
        const server = trial.start();
        const lived = chance.next() * startingMs;
        await pause(lived);
        await server.kill();
        settings.say(`round ${round}: killed ${Math.round(lived)} ms after its start`);
      } else {
        if (!trial.server?.isRunning) settings.say(`round ${round}: ${await recover(trial)}`);
        if (chance.happens(0.3)) rebuilds.push(rebuild(trial.url, findings));
        const lived = chance.next() * servingMs;
        await pause(lived);
        if (chance.happens(betweenWrites)) await viewsWritten(trial, chance.next() * betweenWritesMs);
        await trial.server?.kill();
        settings.say(`round ${round}: killed after serving for ${Math.round(lived)} ms`);
      }
    }
    settings.say(`at the end: ${await recover(trial)}`);
    await load.stop();
    await Promise.all(rebuilds);
    return await trial.conclude(load);
  } finally {
    await trial.dispose();
  }
}

/** Starts the server again and holds the log to the ledger as it is by then. */
async function recover(trial: EmbeddedTrial): Promise<string> {
  const began = performance.now();
  await trial.start().ready();
  const ms = Math.round(performance.now() - began);
  const { acked, stored, lost, dupEffects, reordered } = await trial.auditLog();
  return `ready after ${ms} ms, acked=${acked} stored=${stored} lost=${lost} dup_effects=${dupEffects} reordered=${reordered}`;
}

/** Resolves a moment after views were written: their changes may be saved by then, and not yet be told. */
async function viewsWritten(trial: EmbeddedTrial, momentMs: number): Promise<void> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), servingMs);
  try {
    for await (const { filename } of watch(trial.folder, { signal: waiting.signal })) {
      if (filename?.startsWith('views.db')) break;
    }
    for (const end = performance.now() + momentMs; performance.now() < end; ) await nextTurn();
  } catch (error) {
    if (!waiting.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Folds the log again under load; the next kill may well come in the middle of it. */
async function rebuild(url: string, findings: string[]): Promise<void> {
  try {
    const headers = { 'content-type': 'application/json' };
    const { status, text } = await call(`${url}/rebuilds`, { method: 'POST', headers, body: '{"check":true}' });
    if (status === 200 && (JSON.parse(text) as { equal: boolean }).equal) return;
    findings.push(`a rebuild under load was answered ${status}: ${text.slice(0, 300)}`);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
}
