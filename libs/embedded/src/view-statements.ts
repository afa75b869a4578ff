import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Field, StoredView } from '@vilfredo/event-sourcing';
import { columnOf, type ViewTable } from './view-table.js';

export type ViewRow = [id: string, version: number, body: string, ...fields: Field[]];

/** The statements of one table on one connection, each prepared once. */
export class ViewStatements {
  readonly columns: string;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    readonly table: ViewTable,
  ) {
    this.columns = ['id', 'version', 'body', ...table.fields.map(columnOf)].join(', ');
  }

  /** Views that `SELECT <columns> FROM <table> <rest>` finds. */
  select(rest: string, ...values: SQLInputValue[]): readonly StoredView[] {
    const rows = this.statement(`SELECT ${this.columns} FROM ${this.table.name} ${rest}`).all(...values);
    return (rows as unknown as ViewRow[]).map((row) => this.viewOf(row));
  }

  /** How many rows the statement changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  row<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.statement(sql).get(...values) as unknown as T | undefined;
  }

  private viewOf(row: ViewRow): StoredView {
    const fields: Record<string, Field> = {};
    for (const [index, field] of this.table.fields.entries()) fields[field] = row[index + 3] as Field;
    return { id: row[0], version: row[1], body: row[2], fields };
  }

  private statement(sql: string): StatementSync {
    const known = this.prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    this.prepared.set(sql, statement);
    return statement;
  }
}
