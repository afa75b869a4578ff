import { writeFile } from 'node:fs/promises';
import type { FitProgress, FitReport } from '@vilfredo/scoring';
import { askForWork } from '../deployment/long-work.js';
import { type ExitCode, exitCodes, WrongUsage } from '../exit-code.js';
import type { Session } from '../session.js';
import { progressLine } from '../tables/progress-line.js';
import { showFit } from './show-fit.js';

export interface FitOptions {
  readonly out?: string;
}

const notes: Readonly<Record<FitProgress['phase'], (done: string) => string>> = {
  reading: (done) => `${done} customers read`,
  purchases: (done) => `purchases: ${done} steps`,
  spend: (done) => `spend: ${done} steps`,
};

/** `policy fit`: the policy in force with the constants of its models fitted to the book's own customers. */
export async function fitPolicy(session: Session, { out }: FitOptions): Promise<ExitCode> {
  const report = await fitted(session);
  if (out !== undefined) await keep(out, report.policy);
  if (session.json) await session.out.json(report);
  else await showFit(session, report, out);
  return exitCodes.done;
}

async function fitted({ deployment, surroundings: { clock, stderr } }: Session): Promise<FitReport> {
  const line = progressLine('fitting', { clock, stream: stderr });
  try {
    return await askForWork(deployment, '/policy/fits', {}, ({ phase, done }: FitProgress) =>
      line.update({ done, note: notes[phase](done.toLocaleString('en-GB')) }),
    );
  } finally {
    line.finish();
  }
}

/** @throws WrongUsage where nothing can be written */
async function keep(file: string, policy: FitReport['policy']): Promise<void> {
  await writeFile(file, `${JSON.stringify(policy, null, 2)}\n`).catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`--out ${file}: cannot be written (${error.code})`);
  });
}
