import type { AppendOutcome, Clock, EventLog } from '@vilfredo/event-sourcing';
import {
  type ImportProgress,
  type ImportSummary,
  ImportTally,
  openText,
  type RefusedRecord,
  splitLines,
} from '@vilfredo/row-files';
import { OrderAppender } from '../record-orders/append-orders.js';
import { importObjects } from './import-objects.js';
import { importRows } from './import-rows.js';
import type { ImportRun, Tied } from './import-run.js';
import type { Mapping } from './mapping.js';
import type { OrderSpool } from './order-spool.js';
import { intakeObjects } from './read-mapping.js';

export interface ImportOptions {
  /** The bytes of the file, plain or gzip. Left to its owner to close. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Null for NDJSON of intake objects. */
  readonly mapping: Mapping | null;
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  /** Reads and checks everything, appends nothing; what the log already has is then not known and counts as accepted. */
  readonly dryRun?: boolean;
  /** Epoch milliseconds; what happened later is refused as `afterAsOf`. */
  readonly asOf?: number;
  /** Closed at the end. */
  readonly spool: OrderSpool;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** The import waits for what this returns. */
  readonly onRefused?: (refused: RefusedRecord) => void | Promise<void>;
  /** Bytes; longer lines and records are refused. 1 MiB when absent. */
  readonly longestLine?: number;
}

/**
 * Reads orders from a file into the log, in memory that does not grow with the file. A row that cannot be used is told
 * with line, field and reason, and counted by reason; the others of its order go in. The same file again is all duplicates.
 * @throws Failure `invalid` when nothing of the file can be used (empty, not text, a column missing, broken gzip),
 *   `unavailable` when the log refuses: run it again then, what is in the log already counts as duplicate.
 */
export async function importOrders(options: ImportOptions): Promise<ImportSummary> {
  const { source, clock, spool, onProgress, asOf = Number.POSITIVE_INFINITY, longestLine = 1_048_576 } = options;
  const mapping = options.mapping ?? intakeObjects;
  const tally = new ImportTally(options.onRefused);
  const advanced = () => onProgress?.(tally.progress());
  const log = options.dryRun === true ? noLog : options.log;
  const appender = new OrderAppender<Tied>(log, async (outcome, { lines, record }) => {
    if (outcome !== 'conflict') tally.settle(outcome, lines.length);
    else for (const line of lines) await tally.refuse({ line, field: '', reason: 'conflict', record });
    advanced();
  });
  const run: ImportRun = { tally, appender, now: clock(), asOf, longestLine, advanced };
  try {
    const text = openText(source, mapping.encoding, (bytes) => {
      tally.bytes += bytes;
    });
    const parts = splitLines(text, { longestLine });
    if (mapping.format === 'ndjson') await importObjects(parts, run);
    else await importRows(parts, mapping, spool, run);
    await appender.flush();
    return tally.summary();
  } finally {
    spool.close();
  }
}

/** Takes everything and keeps nothing, giving way to others now and then. */
const noLog: Pick<EventLog, 'append'> = {
  append: async (events) => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    return events.map((): AppendOutcome => 'appended');
  },
};
