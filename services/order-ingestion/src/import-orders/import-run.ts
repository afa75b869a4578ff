import type { ImportTally } from '@vilfredo/row-files';
import type { OrderAppender } from '../record-orders/append-orders.js';

/** One fact on its way to the log: the records of the file that it was made of. */
export interface Tied {
  readonly lines: readonly number[];
  readonly record: unknown;
}

/** What the readers of the two kinds of files share. */
export interface ImportRun {
  readonly tally: ImportTally;
  readonly appender: OrderAppender<Tied>;
  readonly now: number;
  readonly asOf: number;
  readonly longestLine: number;
  advanced(): void;
}
