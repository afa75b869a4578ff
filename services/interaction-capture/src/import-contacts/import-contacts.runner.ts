import {
  type ImportProgress,
  type ImportSummary,
  ImportTally,
  openText,
  type RefusedRecord,
  splitLines,
} from '@vilfredo/row-files';
import type { ContactIntake, ContactOutcome } from '../record-contacts/contact-intake.js';
import { type ContactMapping, contactObjects } from './contact-mapping.js';
import { HandOver } from './hand-over.js';
import { importObjects } from './import-objects.js';
import { importRows } from './import-rows.js';
import type { ImportRun, Tied } from './import-run.js';

export interface ImportContactsOptions {
  /** The bytes of the file, plain or gzip. Left to its owner to close. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Null for NDJSON of intake objects: interactions, ratings, wrap-ups and attempts, as they come. */
  readonly mapping: ContactMapping | null;
  /** For a dry run, one that checks and records nothing. */
  readonly intake: ContactIntake;
  /** Epoch milliseconds; what happened later is refused as `afterAsOf`. */
  readonly asOf?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** The import waits for what this returns. */
  readonly onRefused?: (refused: RefusedRecord) => void | Promise<void>;
  /** Bytes; longer lines and records are refused. 1 MiB when absent. */
  readonly longestLine?: number;
}

/**
 * Reads contacts from a file to the intake, in memory that does not grow with the file. A record that cannot be used is
 * told with line, field and reason, and counted by reason. The same file again is all duplicates.
 * @throws Failure `invalid` when nothing of the file can be used (empty, not text, a column missing, broken gzip),
 *   `unavailable` when the log refuses: run it again then, what is in the log already counts as duplicate.
 */
export async function importContacts(options: ImportContactsOptions): Promise<ImportSummary> {
  const { source, intake, onProgress, asOf = Number.POSITIVE_INFINITY, longestLine = 1_048_576 } = options;
  const mapping = options.mapping ?? contactObjects;
  const tally = new ImportTally(options.onRefused);
  const advanced = () => onProgress?.(tally.progress());
  const handOver = new HandOver<readonly Tied[]>(intake, async (outcome: ContactOutcome, tied) => {
    if ('outcome' in outcome) tally.settle(outcome.outcome === 'recorded' ? 'appended' : 'duplicate', tied.length);
    else for (const one of tied) await tally.refuse({ ...one, ...(outcome.refused[0] ?? unknown) });
    advanced();
  });
  const run: ImportRun = { tally, handOver, asOf, longestLine, advanced };
  const text = openText(source, mapping.encoding, (bytes) => {
    tally.bytes += bytes;
  });
  const parts = splitLines(text, { longestLine });
  if (mapping.format === 'ndjson') await importObjects(parts, run);
  else await importRows(parts, mapping, run);
  await handOver.flush();
  return tally.summary();
}

const unknown = { field: '', reason: 'notAnObject' };
