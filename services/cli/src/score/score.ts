import 'reflect-metadata';
import path from 'node:path';
import { type Deployment, openDeployment } from '@vilfredo/all-in-one';
import type { Policy } from '@vilfredo/events';
import { readPolicy } from '@vilfredo/scoring';
import { spareHeap } from '@vilfredo/service';
import { type ExitCode, exitCodes } from '../exit-code.js';
import { inputFiles } from '../input/input-file.js';
import { readJsonFile } from '../input/read-json-file.js';
import { LineFile } from '../output/line-file.js';
import type { ReportSummary } from '../report/report-input.js';
import type { Session } from '../session.js';
import { fileMappings, type PlannedFile } from './file-mappings.js';
import { type Imported, type ImportPlan, importInputs } from './import-inputs.js';
import { RunWatch } from './run-watch.js';
import { momentOf, policyOf, windowOf } from './score-options.js';
import { showSummary } from './show-summary.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { makeResultsFolder, writeResults } from './write-results.js';

export interface ScoreOptions {
  /** Shipped mappings by name, or files. */
  readonly mapping?: readonly string[];
  readonly policy?: string;
  readonly asOf?: string;
  readonly window?: string;
  readonly out?: string;
}

interface Plan {
  readonly files: readonly PlannedFile[];
  readonly policy: Policy;
  readonly asOf: number;
  readonly out: string | undefined;
}

/** `score FILE…`: a whole deployment for one run over the files; exits 3 when records were refused. */
export async function score(session: Session, names: readonly string[], options: ScoreOptions): Promise<ExitCode> {
  spareHeap();
  const plan = await planOf(session, names, options);
  const summary = await inTemporaryFolder((folder) => run(session, plan, folder));
  if (session.json) await session.out.json(summary);
  else await showSummary(session, summary, plan.out);
  return Object.keys(summary.refused).length > 0 || summary.parked > 0 ? exitCodes.someRefused : exitCodes.done;
}

async function planOf(session: Session, names: readonly string[], options: ScoreOptions): Promise<Plan> {
  const { stdin, clock } = session.surroundings;
  const window = options.window === undefined ? undefined : windowOf(options.window);
  const asOf = options.asOf === undefined ? clock() : momentOf(options.asOf);
  const files = await fileMappings(await inputFiles(names, stdin), options.mapping ?? []);
  const json = options.policy === undefined ? {} : await readJsonFile(options.policy);
  const policy = policyOf(readPolicy, json, window);
  if (options.out !== undefined) await makeResultsFolder(options.out);
  return { files, policy, asOf, out: options.out };
}

async function run(session: Session, plan: Plan, folder: string): Promise<ReportSummary & { parked: number }> {
  const { policy, asOf, out } = plan;
  const begun = performance.now();
  const watch = new RunWatch(session);
  const now = () => asOf;
  const deployment = await openDeployment({
    folder,
    now,
    policy,
    observe: watch.observer,
    scoring: 'when-settled',
    batchSize: 4_000,
  });
  try {
    const { refused, contacts } = await importAll(session, deployment, plan, { folder, asOf, watch });
    await watch.whileRunning(deployment.settle());
    const seconds = Math.round(performance.now() - begun) / 1_000;
    const { parked, ...measured } = await watch.whileRunning(deployment.reader.summary({ hash: true, seconds }));
    const summary = { ...measured, contacts, refused, parked };
    if (out !== undefined) await writeResults(out, deployment, summary, session.surroundings.clock());
    return summary;
  } finally {
    await deployment.close();
  }
}

async function importAll(
  session: Session,
  deployment: Deployment,
  { files, out }: Plan,
  run: Omit<ImportPlan, 'refusedTo'>,
): Promise<Imported> {
  if (out === undefined) return importInputs(session, deployment, files, run);
  const refusedTo = await LineFile.create(path.join(out, 'refused.ndjson'));
  try {
    return await importInputs(session, deployment, files, { ...run, refusedTo });
  } finally {
    await refusedTo.close();
  }
}
