import type { TrialProgress, TrialReport } from '@vilfredo/scoring';
import type { DeploymentClient, OpenAnswer } from '../deployment/deployment-client.js';
import { failureOfAnswer, parsed } from '../deployment/plain-words.js';
import { textLines } from '../deployment/text-lines.js';
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

/** A line of the answer: any number with progress, then one with the report, or with what went wrong. */
interface TrialLine {
  readonly progress?: TrialProgress;
  readonly report?: TrialReport;
  readonly error?: { readonly status: number };
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
  const body = await begin(deployment, trial);
  const progress = new PhaseProgress(surroundings);
  try {
    return await hear(deployment, body, progress);
  } catch (error) {
    throw deployment.brokenBy(error);
  } finally {
    progress.finish();
  }
}

/** Tries again as long as the deployment asks for it. @throws Failure when it refuses the trial */
async function begin(deployment: DeploymentClient, trial: object): Promise<OpenAnswer['body']> {
  const headers = { 'content-type': 'application/json', accept: 'application/x-ndjson' };
  const request = { method: 'POST', headers, body: JSON.stringify(trial) } as const;
  for (let attempt = 1; ; attempt++) {
    const answer = await deployment.open('/policy/trials', request);
    if (answer.status < 300) return answer.body;
    const text = await deployment.textOf(answer.body);
    if (answer.status !== 503 || !(await deployment.waitFor(answer.headers['retry-after'], attempt))) {
      throw failureOfAnswer(answer.status, text, deployment.url);
    }
  }
}

async function hear({ url }: DeploymentClient, body: OpenAnswer['body'], shown: PhaseProgress): Promise<TrialReport> {
  for await (const text of textLines(body)) {
    const { progress, report, error } = (parsed(text) ?? {}) as TrialLine;
    if (report !== undefined) return report;
    if (error !== undefined) throw failureOfAnswer(error.status, JSON.stringify(error), url);
    if (progress !== undefined) shown.update(progress);
  }
  throw Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' });
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
