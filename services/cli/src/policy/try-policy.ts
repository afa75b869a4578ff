import type { TrialProgress, TrialReport } from '@vilfredo/scoring';
import { askForWork } from '../deployment/long-work.js';
import { type ExitCode, exitCodes } from '../exit-code.js';
import { readJsonFile } from '../input/read-json-file.js';
import type { Session, Surroundings } from '../session.js';
import { type ProgressLine, progressLine } from '../tables/progress-line.js';
import { showTrial } from './show-trial.js';

export interface TrialOptions {
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  /** Days from one set of cut-offs to the next. */
  readonly every?: number;
}

const phases = {
  reading: 'reading history',
  'in-force': 'replaying under the rules in force',
  candidate: 'replaying under the candidate',
} as const;

/** `policy try FILE`: replays history under other rules, and says what would have been different. */
export async function tryPolicy(session: Session, file: string, options: TrialOptions): Promise<ExitCode> {
  const { from, to, limit, every: cutoffsEveryDays } = options;
  const policy = await readJsonFile(file);
  const report = await reportOn(session, { policy, from, to, cutoffsEveryDays, limit });
  if (session.json) await session.out.json(report);
  else await showTrial(session, report);
  return exitCodes.done;
}

async function reportOn({ deployment, surroundings }: Session, trial: object): Promise<TrialReport> {
  const shown = new PhaseProgress(surroundings);
  try {
    return await askForWork(deployment, '/policy/trials', trial, (progress: TrialProgress) => shown.update(progress));
  } finally {
    shown.finish();
  }
}

/** A progress line for each phase of a trial. */
class PhaseProgress {
  private phase: TrialProgress['phase'] | undefined;
  private line: ProgressLine | undefined;

  constructor(private readonly surroundings: Pick<Surroundings, 'clock' | 'stderr'>) {}

  update({ phase, events, of }: TrialProgress): void {
    if (phase !== this.phase) this.enter(phase);
    const done = events.toLocaleString('en-GB');
    this.line?.update(
      of === undefined
        ? { done: events, note: `${done} events` }
        : { done: events, total: of, note: `${done} of ${of.toLocaleString('en-GB')} events` },
    );
  }

  finish(): void {
    this.line?.finish();
  }

  private enter(phase: TrialProgress['phase']): void {
    this.finish();
    const { clock, stderr } = this.surroundings;
    this.phase = phase;
    this.line = progressLine(phases[phase], { clock, stream: stderr });
  }
}
