import type { ImportTally, RowRefusal } from '@vilfredo/row-files';
import { type Intake, isRefusal } from './contact-columns.js';
import type { HandOver } from './hand-over.js';

/** Where one record came from: the line, and what it said, for whoever has to mend it. */
export interface Tied {
  readonly line: number;
  readonly record: unknown;
}

/** What the readers of the two kinds of files share. */
export interface ImportRun {
  readonly tally: ImportTally;
  readonly handOver: HandOver<readonly Tied[]>;
  /** Epoch milliseconds; what happened later is refused. */
  readonly asOf: number;
  readonly longestLine: number;
  advanced(): void;
}

/** Hands a record over, or counts why it cannot be used under every line that it was made of. */
export async function importRecord(record: Intake | RowRefusal, tied: readonly Tied[], run: ImportRun): Promise<void> {
  const refusal = isRefusal(record) ? record : isAfter(record, run.asOf) ? afterAsOf : undefined;
  if (refusal === undefined) return run.handOver.add(record as Intake, tied);
  const { field, reason } = refusal;
  for (const one of tied) await run.tally.refuse({ ...one, field, reason });
}

const afterAsOf = { field: 'at', reason: 'afterAsOf' };

function isAfter(record: object, asOf: number): boolean {
  return 'at' in record && typeof record.at === 'string' && Date.parse(record.at) > asOf;
}
