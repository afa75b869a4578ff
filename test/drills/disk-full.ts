import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedTrial } from './embedded-trial.js';
import type { Figures } from './figures.js';
import { call } from './http-call.js';
import type { Load } from './load.js';
import { SmallDisk } from './small-disk.js';
import type { DrillSettings } from './trial.js';

/** What a round leaves behind, and what is worked on when all is held to account, has room. */
const diskMegabytes = 16;
const megabytesPerRound = 8;
/** What is left on the disk when the load begins, and how long it is let stay full. */
const roomBytes = 3_000_000;
const fullMs = 2_000;
const patienceMs = 60_000;

/**
 * Lets the disk run full under load: orders are refused with 503 and nothing that was accepted is lost; when there is
 * room again, the process goes on by itself. Resolves to the reason when no small disk is to be had.
 */
export async function drillDiskFull(settings: DrillSettings): Promise<Figures | string> {
  const disk = await SmallDisk.mount(diskMegabytes + megabytesPerRound * settings.rounds);
  if (typeof disk === 'string') return disk;
  try {
    return await onDisk(disk, settings);
  } finally {
    await disk.unmount();
  }
}

async function onDisk(disk: SmallDisk, settings: DrillSettings): Promise<Figures> {
  const trial = await EmbeddedTrial.open('diskfull', settings, join(disk.path, 'data'));
  try {
    await trial.begin();
    const load = trial.load({ senders: 3, mostRecords: 10, pauseMs: 10 });
    for (let round = 1; round <= settings.rounds; round++) {
      await disk.fillUpTo(roomBytes);
      load.start();
      const refused = load.calls.unavailable;
      const filled = await until(() => load.calls.unavailable >= refused + 10);
      if (!filled) trial.findings.push('the disk never ran full');
      await pause(fullMs);
      const { acked, lost } = await whileFull(trial, load);
      await disk.relieve();
      const relieved = performance.now();
      const before = load.calls.answered;
      const goesOn = await until(() => load.calls.answered > before);
      const ms = Math.round(performance.now() - relieved);
      if (!goesOn) trial.findings.push(`with room again, no order was taken within ${patienceMs} ms`);
      settings.say(
        `round ${round}: full with acked=${acked} lost=${lost}, 503 for ${load.calls.unavailable} calls, went on by itself ${ms} ms after there was room`,
      );
      await load.stop();
    }
    if (load.calls.withoutRetryAfter > 0) trial.findings.push('a 503 came without Retry-After');
    return await trial.conclude(load);
  } finally {
    await trial.dispose();
  }
}

/** The process is there, says that it lives, and has what it accepted. */
async function whileFull(trial: EmbeddedTrial, load: Load): Promise<{ acked: number; lost: number }> {
  const { server, url, findings } = trial;
  if (!server?.isRunning) {
    findings.push(`the process ended when the disk was full: ${server?.lastWords()}`);
    return { acked: 0, lost: 0 };
  }
  const { status, text } = await call(`${url}/health/live`);
  if (status !== 200) findings.push(`with the disk full, liveness was answered ${status}: ${text.slice(0, 300)}`);
  const { reset, broken } = load.calls;
  if (reset + broken > 0) findings.push(`with the disk full, ${reset + broken} calls got no answer`);
  const { acked, lost } = await trial.auditLog();
  return { acked, lost };
}

async function until(so: () => boolean): Promise<boolean> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(20)) if (so()) return true;
  return false;
}
