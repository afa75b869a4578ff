import { addAbortSignal } from 'node:stream';
import type { Deployment } from '@vilfredo/all-in-one';
import { Failure } from '@vilfredo/event-sourcing';
import type { Mapping } from '@vilfredo/order-ingestion';
import type { InputFile } from '../input/input-file.js';
import type { LineFile } from '../output/line-file.js';
import type { Session } from '../session.js';
import { progressLine } from '../tables/progress-line.js';
import type { RunWatch } from './run-watch.js';

export interface ImportPlan {
  readonly mapping: Mapping | null;
  /** Epoch ms. */
  readonly asOf: number;
  readonly watch: RunWatch;
  /** Where refused records go, when they go anywhere. */
  readonly refusedTo?: LineFile;
}

/**
 * Imports every file into the deployment.
 * @returns refused records by reason
 * @throws Failure naming the file of which nothing could be used
 */
export async function importInputs(
  session: Session,
  deployment: Deployment,
  files: readonly InputFile[],
  plan: ImportPlan,
): Promise<Record<string, number>> {
  const refused: Record<string, number> = {};
  for (const file of files) {
    const refusedBy = await importInput(session, deployment, file, plan);
    for (const [reason, records] of Object.entries(refusedBy)) {
      const said = reasonIn(reason);
      refused[said] = (refused[said] ?? 0) + records;
    }
  }
  return refused;
}

async function importInput(
  { surroundings: { clock, stderr } }: Session,
  deployment: Deployment,
  file: InputFile,
  { mapping, asOf, watch, refusedTo }: ImportPlan,
): Promise<Readonly<Record<string, number>>> {
  const line = progressLine(file.name, { clock, stream: stderr });
  const source = addAbortSignal(watch.signal, file.open());
  try {
    const { refusedBy } = await deployment.importFile({
      source,
      mapping,
      asOf,
      onProgress: ({ bytes, lines }) =>
        line.update({
          done: bytes,
          ...(file.size !== undefined && { total: file.size }),
          note: `${lines.toLocaleString('en-GB')} records`,
        }),
      ...(refusedTo && {
        onRefused: (record) =>
          refusedTo.add(JSON.stringify({ file: file.name, ...record, reason: reasonIn(record.reason) })),
      }),
    });
    return refusedBy;
  } catch (error) {
    watch.signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, `${file.name}: ${error.message}`, { cause: error });
  } finally {
    line.finish();
    source.destroy();
  }
}

/** The run stands at a moment of its own: what intake takes for the future is what comes after that. */
function reasonIn(reason: string): string {
  return reason === 'future' ? 'afterAsOf' : reason;
}
