import type { ColumnSource, Condition } from './column-source.js';
import type { Encoding } from './encoding.js';

/** How a file of columns is written: the part of a mapping that does not depend on what its rows mean. */
export interface FileLayout {
  /** `csv`, `whitespace` (columns parted by blanks) or `ndjson` (one intake object a line; nothing else applies then). */
  readonly format: 'csv' | 'whitespace' | 'ndjson';
  readonly delimiter: string;
  /** Null where quotes in the file are ordinary characters. */
  readonly quote: string | null;
  /** A byte-order mark in the file wins. */
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  /** IANA zone in which times without offset are meant. */
  readonly timeZone: string;
  readonly source: string;
  /** Formats of luxon (`yyyy-MM-dd HH:mm:ss`), the first that fits counts; ISO 8601 without any. */
  readonly dateFormats: readonly string[];
  /** What the file writes where it has no value, such as NA. */
  readonly noValue: readonly string[];
  /** Rows left out and counted under the reason of the first rule that fits. */
  readonly skip: readonly SkipRule[];
  /** The columns of a file whose first line does not name them. */
  readonly header?: GivenHeader;
}

export interface GivenHeader {
  readonly names: readonly string[];
  /** Rows may leave out the columns after so many. */
  readonly fewest: number;
}

export interface SkipRule {
  readonly when: Condition;
  readonly reason: string;
}

/** What a mapping says about where each value comes from, by field. */
export type ColumnSources = Readonly<Record<string, ColumnSource>>;

/** A file of intake objects, which needs no mapping. */
export const objectLayout: FileLayout = {
  format: 'ndjson',
  delimiter: ',',
  quote: '"',
  encoding: 'utf-8',
  decimal: '.',
  timeZone: 'UTC',
  source: '-',
  dateFormats: [],
  noValue: [],
  skip: [],
};
