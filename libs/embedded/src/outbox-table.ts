import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GuardedSave, KeptOutbox } from '@vilfredo/event-sourcing';
import { reading } from './transaction.js';

/** Rows written by one statement. */
const ROWS_AT_ONCE = 20;
const COLUMNS = 3;
const PAGE_ROWS = 500;

/**
 * What saves of a collection have to tell, in the order of the saves. In a table of its own and not with the views: it is
 * larger than they are, written once and read hardly ever, and a page of it is filled before the next one is begun.
 */
export class OutboxTable {
  private readonly insertMany: StatementSync;
  private readonly insertOne: StatementSync;
  private readonly forget: StatementSync;
  private readonly page: StatementSync;
  private toldThrough = 0;

  constructor(
    private readonly database: DatabaseSync,
    private readonly name: string,
  ) {
    const insert = `INSERT INTO ${name} (save, id, changes) VALUES `;
    this.insertMany = database.prepare(insert + Array(ROWS_AT_ONCE).fill('(?, ?, ?)').join(', '));
    this.insertOne = database.prepare(`${insert}(?, ?, ?)`);
    // Few rows are there, those of the last saves: looking at them all is cheaper than an index.
    this.forget = database.prepare(`DELETE FROM ${name} WHERE save <= ?`);
    this.page = database.prepare(
      `SELECT row, save, id, changes FROM ${name} WHERE row > ? AND save > ? ORDER BY row LIMIT ${PAGE_ROWS}`,
    );
  }

  /** Lets go of what is told, and keeps what these have to tell. To be called within a write transaction. */
  keep(views: readonly GuardedSave[]): void {
    if (this.toldThrough > 0) this.forget.run(this.toldThrough);
    const values = views.flatMap(({ id, outbox }) => (outbox === undefined ? [] : [outbox.save, id, outbox.changes]));
    const atOnce = ROWS_AT_ONCE * COLUMNS;
    const whole = values.length - (values.length % atOnce);
    for (let from = 0; from < whole; from += atOnce) this.insertMany.run(...values.slice(from, from + atOnce));
    for (let from = whole; from < values.length; from += COLUMNS) {
      this.insertOne.run(...values.slice(from, from + COLUMNS));
    }
  }

  /** Saves up to this one have told what they had to. */
  letGo(through: number): void {
    this.toldThrough = Math.max(this.toldThrough, through);
  }

  /** What saves later than this one have to tell. */
  *after(save: number): Generator<readonly KeptOutbox[]> {
    for (let row = 0; ; ) {
      const rows = reading(() => this.page.all(row, save)) as unknown as (KeptOutbox & { row: number })[];
      const last = rows.at(-1);
      if (last === undefined) return;
      row = last.row;
      yield rows.map(({ id, save, changes }) => ({ id, save, changes }));
    }
  }

  /** To be called within a write transaction. */
  clear(): void {
    this.database.exec(`DELETE FROM ${this.name}`);
  }
}

export function outboxSchema(name: string): string {
  return (
    `CREATE TABLE IF NOT EXISTS ${name} ` +
    '(row INTEGER PRIMARY KEY, save INTEGER NOT NULL, id TEXT NOT NULL, changes TEXT NOT NULL)'
  );
}

/** Views of an earlier format had what they have to tell in two columns of their own. To be called within a write transaction. */
export function takeOutboxApart(database: DatabaseSync, views: string, outbox: string): void {
  database.exec(
    `INSERT INTO ${outbox} (save, id, changes)
     SELECT f_flush, id, f_outbox FROM ${views} WHERE f_flush IS NOT NULL ORDER BY f_flush, id`,
  );
  const indexes = database.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%f_flush%'`);
  for (const { name, sql } of indexes.all()) {
    if (String(sql).includes(` ON ${views} `)) database.exec(`DROP INDEX "${name}"`);
  }
  for (const column of ['f_outbox', 'f_flush']) database.exec(`ALTER TABLE ${views} DROP COLUMN ${column}`);
}
