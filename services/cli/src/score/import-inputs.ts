import { addAbortSignal, type Readable } from 'node:stream';
import type { Deployment } from '@vilfredo/all-in-one';
import { Failure } from '@vilfredo/event-sourcing';
import type { ImportProgress, RefusedRecord } from '@vilfredo/row-files';
import type { LineFile } from '../output/line-file.js';
import type { Session } from '../session.js';
import { progressLine } from '../tables/progress-line.js';
import type { PlannedFile } from './file-mappings.js';
import { OtherIntake } from './other-records.js';
import { Refusals } from './refusals.js';
import type { RunWatch } from './run-watch.js';
import { ordersAmong } from './split-records.js';

export interface ImportPlan {
  /** The data folder of the run. */
  readonly folder: string;
  /** Epoch ms. */
  readonly asOf: number;
  readonly watch: RunWatch;
  /** Where refused records go, when they go anywhere. */
  readonly refusedTo?: LineFile;
}

export interface Imported {
  /** Refused records by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Records of contacts that were taken in. */
  readonly contacts: number;
}

/**
 * Imports every file into the deployment: orders, contacts and customers.
 * @throws Failure naming the file of which nothing could be used
 */
export async function importInputs(
  session: Session,
  deployment: Deployment,
  files: readonly PlannedFile[],
  { folder, asOf, watch, refusedTo }: ImportPlan,
): Promise<Imported> {
  const refusals = new Refusals(refusedTo);
  const others = new OtherIntake(deployment, folder, asOf, refusals);
  for (const file of files) await importInput(session, { deployment, others, refusals, asOf, watch }, file);
  await others.finish();
  return { refused: refusals.byReason, contacts: others.contacts };
}

interface Run {
  readonly deployment: Deployment;
  readonly others: OtherIntake;
  readonly refusals: Refusals;
  readonly asOf: number;
  readonly watch: RunWatch;
}

type Progress = (progress: Pick<ImportProgress, 'bytes' | 'lines'>) => void;

async function importInput(
  { surroundings: { clock, stderr } }: Session,
  run: Run,
  { file, mapping }: PlannedFile,
): Promise<void> {
  const line = progressLine(file.name, { clock, stream: stderr });
  const source = addAbortSignal(run.watch.signal, file.open());
  const onProgress: Progress = ({ bytes, lines }) =>
    line.update({
      done: bytes,
      ...(file.size !== undefined && { total: file.size }),
      note: `${lines.toLocaleString('en-GB')} records`,
    });
  try {
    if (mapping === null) await importMixed(run, file.name, source, onProgress);
    else if (mapping.kind === 'orders') await importOrders(run, file.name, source, mapping, onProgress);
    else await importContacts(run, file.name, source, mapping, onProgress);
  } catch (error) {
    run.watch.signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, `${file.name}: ${error.message}`, { cause: error });
  } finally {
    line.finish();
    source.destroy();
  }
}

/** NDJSON of whatever there is: the orders among it go where orders go. */
async function importMixed(run: Run, name: string, source: Readable, onProgress: Progress): Promise<void> {
  let bytes = 0;
  const orders = ordersAmong(source, run.others.of(name), (taken) => {
    bytes += taken;
  });
  await importOrders(run, name, orders, null, ({ lines }) => onProgress({ bytes, lines }));
}

async function importOrders(
  { deployment, refusals, asOf }: Run,
  file: string,
  source: AsyncIterable<Uint8Array>,
  mapping: Extract<PlannedFile['mapping'], { kind: 'orders' }> | null,
  onProgress: Progress,
): Promise<void> {
  const onRefused = (refused: RefusedRecord) => refusals.refuse({ file, ...refused });
  await deployment.importFile({ source, mapping, asOf, onProgress, onRefused });
}

async function importContacts(
  { others, refusals, asOf }: Run,
  file: string,
  source: AsyncIterable<Uint8Array>,
  mapping: Exclude<PlannedFile['mapping'], { kind: 'orders' } | null>,
  onProgress: Progress,
): Promise<void> {
  const { importContacts: importFile } = await import('@vilfredo/interaction-capture');
  const { facts } = await importFile({
    source,
    mapping,
    intake: await others.intake(),
    asOf,
    onProgress,
    onRefused: (refused: RefusedRecord) => refusals.refuse({ file, ...refused }),
  });
  others.contacts += facts.accepted;
}
