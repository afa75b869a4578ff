import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { AppendOutcome, Clock, EventToAppend } from '@vilfredo/event-sourcing';
import type { EventTail } from './event-tail.js';
import { partitionOf } from './key-hash.js';
import type { KeyIndex } from './key-index.js';
import { EVENT_COLUMN_COUNT, EVENT_COLUMNS } from './log-schema.js';
import { inTransaction } from './transaction.js';

/** Rows written by one statement: calls into SQLite cost more than longer statements. */
const ROWS_AT_ONCE = 20;

/** What makes two events under one id the same fact, or a conflict. */
type Fact = Pick<EventToAppend, 'type' | 'subject' | 'time' | 'data'>;

/** Writes events; knows nothing of who waits for them. */
export class LogWriter {
  private readonly insertMany: StatementSync;
  private readonly insertOne: StatementSync;
  private readonly lastRecordedAt: StatementSync;
  private readonly factAt: StatementSync;
  /** What the transaction in hand writes. */
  private written: { events: readonly EventToAppend[]; firstPosition: number; recordedAt: number } | undefined;
  /** Reused from statement to statement. */
  private readonly values: SQLInputValue[] = Array(ROWS_AT_ONCE * EVENT_COLUMN_COUNT).fill(null);

  constructor(
    private readonly database: DatabaseSync,
    private readonly keys: KeyIndex,
    private readonly clock: Clock,
    private readonly partitions: number,
    private readonly tail: EventTail,
  ) {
    const row = `(${Array(EVENT_COLUMN_COUNT).fill('?').join(',')})`;
    const insert = `INSERT INTO events (${EVENT_COLUMNS}) VALUES `;
    this.insertMany = database.prepare(insert + Array(ROWS_AT_ONCE).fill(row).join(','));
    this.insertOne = database.prepare(insert + row);
    this.lastRecordedAt = database.prepare('SELECT recordedat FROM events ORDER BY position DESC LIMIT 1');
    this.factAt = database.prepare('SELECT id, type, subject, time, data FROM events WHERE position = ?');
  }

  /**
   * Writes what several callers want in one transaction, all or nothing.
   * @returns for each call the outcomes of its events
   */
  write(calls: readonly (readonly EventToAppend[])[]): readonly (readonly AppendOutcome[])[] {
    this.keys.tidy(calls.reduce((sum, events) => sum + events.length, 0));
    try {
      this.written = undefined;
      const outcomes = inTransaction(this.database, () => this.writeAll(calls));
      this.remember();
      return outcomes;
    } catch (error) {
      this.keys.forgetYoung();
      throw error;
    }
  }

  private writeAll(calls: readonly (readonly EventToAppend[])[]): readonly (readonly AppendOutcome[])[] {
    const end = this.keys.takeUp();
    const accepted: EventToAppend[] = [];
    const outcomes = calls.map((events) =>
      events.map((event): AppendOutcome => {
        const earlier = this.earlier(event.id, end, accepted);
        if (earlier !== undefined) return isSameFact(earlier, event) ? 'duplicate' : 'conflict';
        accepted.push(event);
        this.keys.add(event.id, event.subject, end + accepted.length);
        return 'appended';
      }),
    );
    this.insert(accepted, end + 1);
    return outcomes;
  }

  /** The fact under which an id is already known, in the log or among what this transaction is about to write. */
  private earlier(id: string, end: number, accepted: readonly EventToAppend[]): Fact | undefined {
    const young = this.keys.youngPosition(id);
    if (young !== undefined && young > end) return accepted[young - end - 1];
    for (const position of young === undefined ? this.keys.positionsInRuns(id) : [young]) {
      const row = this.factAt.get(position);
      if (row !== undefined && row.id === id) return row as unknown as Fact;
    }
    return undefined;
  }

  private insert(events: readonly EventToAppend[], firstPosition: number): void {
    if (events.length === 0) return;
    const recordedAt = Math.max(this.clock(), Number(this.lastRecordedAt.get()?.recordedat ?? 0) + 1);
    this.written = { events, firstPosition, recordedAt };
    const whole = events.length - (events.length % ROWS_AT_ONCE);
    for (let from = 0; from < whole; from += ROWS_AT_ONCE) {
      for (let row = 0; row < ROWS_AT_ONCE; row++) {
        this.fillRow(row * EVENT_COLUMN_COUNT, events[from + row]!, firstPosition + from + row, recordedAt);
      }
      this.insertMany.run(...this.values);
    }
    for (let index = whole; index < events.length; index++) {
      this.fillRow(0, events[index]!, firstPosition + index, recordedAt);
      this.insertOne.run(...this.values.slice(0, EVENT_COLUMN_COUNT));
    }
  }

  /** What is on the medium now need not be read back by those who follow. */
  private remember(): void {
    if (this.written === undefined) return;
    const { events, firstPosition, recordedAt } = this.written;
    const partitions = events.map(({ subject }) => partitionOf(subject, this.partitions));
    this.tail.add(events, firstPosition, recordedAt, partitions);
  }

  /** Puts one event, in the order of `EVENT_COLUMNS`, into the values of the next statement. */
  private fillRow(at: number, event: EventToAppend, position: number, recordedAt: number): void {
    const values = this.values;
    values[at] = position;
    values[at + 1] = event.topic;
    values[at + 2] = event.subject;
    values[at + 3] = partitionOf(event.subject, this.partitions);
    values[at + 4] = event.id;
    values[at + 5] = event.type;
    values[at + 6] = event.version;
    values[at + 7] = event.time;
    values[at + 8] = recordedAt;
    values[at + 9] = event.correlationid;
    values[at + 10] = event.causationid ?? null;
    values[at + 11] = event.traceparent ?? null;
    values[at + 12] = event.data;
  }
}

function isSameFact(a: Fact, b: Fact): boolean {
  return a.data === b.data && a.subject === b.subject && a.time === b.time && a.type === b.type;
}
