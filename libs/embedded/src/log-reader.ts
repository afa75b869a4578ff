import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Cursor, Failure, type ReadPage, type ReadQuery, type StoredEvent } from '@vilfredo/event-sourcing';
import type { EventTail } from './event-tail.js';
import type { KeyIndex } from './key-index.js';
import { EVENT_COLUMNS } from './log-schema.js';
import type { ReadableEnd } from './readable-end.js';
import { reading } from './transaction.js';

type Row = [
  position: number,
  topic: string,
  subject: string,
  partition: number,
  id: string,
  type: string,
  version: number,
  time: string,
  recordedat: number,
  correlationid: string,
  causationid: string | null,
  traceparent: string | null,
  data: string,
];

/** Reads events along the log and by subject. */
export class LogReader {
  private readonly statements = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly keys: KeyIndex,
    private readonly tail: EventTail,
    private readonly readable: Pick<ReadableEnd, 'position'>,
  ) {}

  page({ topics, after, through, limit }: ReadQuery): ReadPage {
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new Failure('invalid', 'must be 1 or more', { field: 'limit' });
    return reading(() => {
      const from = after === undefined ? 0 : this.positionOf(after);
      const last = Math.min(this.end(), through === undefined ? Number.MAX_SAFE_INTEGER : this.positionOf(through));
      const events = this.fromTail(topics, from, last, limit) ?? this.between(topics, from, last, limit);
      const cursorAfter = (index: number) => String(events[index]?.offset ?? from);
      return { events, cursor: cursorAfter(events.length - 1), cursorAfter };
    });
  }

  history(topics: readonly string[], subject: string): readonly StoredEvent[] {
    return reading(() => {
      const positions = this.keys.positionsOf(subject).filter((position) => position <= this.end());
      // What else is known of the subject may be more, and larger, than what is asked for: it is left in the database.
      const rows = this.all(
        `SELECT ${EVENT_COLUMNS} FROM events WHERE position IN (SELECT value FROM json_each(?)) AND subject = ? ` +
          'AND topic IN (SELECT value FROM json_each(?)) ORDER BY position',
        JSON.stringify(positions),
        subject,
        JSON.stringify(topics),
      );
      return toEvents(rows);
    });
  }

  /** Position of the last event that may be read. */
  end(): number {
    return this.readable.position;
  }

  countAfter(topics: readonly string[], position: number): number {
    const count =
      'SELECT count(*) FROM events WHERE position > ? AND position <= ? AND topic IN (SELECT value FROM json_each(?))';
    return reading(() => this.number(count, position, this.end(), JSON.stringify(topics)));
  }

  /** What the tail holds, unless the page would be short of what another process appended after it. */
  private fromTail(topics: readonly string[], after: number, last: number, limit: number): StoredEvent[] | undefined {
    const events = this.tail.between(topics, after, last, limit);
    return events !== undefined && events.length < limit && (this.tail.last ?? 0) < last ? undefined : events;
  }

  /** Merges the topics' own streams, so that a rare topic is not searched for among the others. */
  private between(topics: readonly string[], after: number, last: number, limit: number): readonly StoredEvent[] {
    const wanted = [...new Set(topics)];
    if (wanted.length === 0) return [];
    const ofOne = `SELECT ${EVENT_COLUMNS} FROM events WHERE topic = ? AND position > ? AND position <= ?`;
    const sql = `${wanted.map(() => ofOne).join(' UNION ALL ')} ORDER BY position LIMIT ?`;
    return toEvents(this.all(sql, ...wanted.flatMap((topic) => [topic, after, last]), limit));
  }

  private positionOf(cursor: Cursor): number {
    if (!/^(0|[1-9]\d{0,14})$/.test(cursor)) {
      throw new Failure('invalid', 'is not a position of this log', { field: 'cursor' });
    }
    const position = Number(cursor);
    if (position > this.end()) {
      throw new Failure('invalid', 'is beyond the end of this log', { field: 'cursor' });
    }
    return position;
  }

  private all(sql: string, ...parameters: (string | number)[]): Row[] {
    return this.statement(sql).all(...parameters) as unknown as Row[];
  }

  private number(sql: string, ...parameters: (string | number)[]): number {
    const row = this.statement(sql).get(...parameters) as unknown as [number | null] | undefined;
    return row?.[0] ?? 0;
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    this.statements.set(sql, statement);
    return statement;
  }
}

function toEvents(rows: readonly Row[]): readonly StoredEvent[] {
  let milliseconds = Number.NaN;
  let recordedat = '';
  return rows.map((row) => {
    if (row[8] !== milliseconds) {
      milliseconds = row[8];
      recordedat = new Date(milliseconds).toISOString();
    }
    return {
      topic: row[1],
      subject: row[2],
      id: row[4],
      type: row[5],
      version: row[6],
      time: row[7],
      correlationid: row[9],
      ...(row[10] === null ? undefined : { causationid: row[10] }),
      ...(row[11] === null ? undefined : { traceparent: row[11] }),
      data: row[12],
      recordedat,
      partition: row[3],
      offset: row[0],
    };
  });
}
