import type { AppendOutcome } from '@vilfredo/event-sourcing';

/** A record of a file that could not be used. */
export interface RefusedRecord {
  /** Dotted path of the field that is wrong; empty when it is the record as a whole. */
  readonly field: string;
  /** Why, as a camelCase word. */
  readonly reason: string;
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** The record as far as it could be read. */
  readonly record: unknown;
}

/** Every count is of records of the file (rows, or objects of NDJSON), so that read = accepted + duplicates + refused. */
export interface ImportSummary {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly refusedBy: Readonly<Record<string, number>>;
  /** The same in facts: several rows may tell one. */
  readonly facts: { readonly accepted: number; readonly duplicates: number };
}

export interface ImportProgress {
  /** Bytes of the source as it is, zipped or not. */
  readonly bytes: number;
  /** Records read. */
  readonly lines: number;
  /** Records whose fact is in the log. */
  readonly accepted: number;
}

export class ImportTally {
  bytes = 0;
  read = 0;
  private accepted = 0;
  private duplicates = 0;
  private refused = 0;
  private readonly facts = { accepted: 0, duplicates: 0 };
  private readonly refusedBy = new Map<string, number>();

  constructor(private readonly onRefused: ((refused: RefusedRecord) => void | Promise<void>) | undefined) {}

  /** The caller awaits what it is told, so that a slow reader of refusals slows the import and fills no memory. */
  refuse(refused: RefusedRecord): void | Promise<void> {
    this.refused++;
    this.refusedBy.set(refused.reason, (this.refusedBy.get(refused.reason) ?? 0) + 1);
    return this.onRefused?.(refused);
  }

  settle(outcome: Exclude<AppendOutcome, 'conflict'>, records: number): void {
    const count = outcome === 'appended' ? 'accepted' : 'duplicates';
    this[count] += records;
    this.facts[count]++;
  }

  progress(): ImportProgress {
    return { bytes: this.bytes, lines: this.read, accepted: this.accepted };
  }

  summary(): ImportSummary {
    const { read, accepted, duplicates, refused, facts } = this;
    return { read, accepted, duplicates, refused, refusedBy: Object.fromEntries(this.refusedBy), facts: { ...facts } };
  }
}
