import { Failure, type Field, type GuardedSave } from '@vilfredo/event-sourcing';
import type { ViewStatements } from './view-statements.js';
import { columnOf } from './view-table.js';

/** Writes single views, each only when the stored version still is the one it was decided on. */
export class GuardedSaves {
  private readonly insertSql: string;
  private readonly findSql: string;
  /** The places, among the fields, of those that an index has. */
  private readonly indexed: readonly number[];
  /** Update statements by the indexed fields they change, written as a string of 0 and 1. */
  private readonly updateSql = new Map<string, string>();

  constructor(private readonly statements: ViewStatements) {
    const { name, fields, indexes } = statements.table;
    const keys = new Set(Object.values(indexes).flatMap((index) => index.map(({ field }) => field)));
    this.indexed = [...fields.keys()].filter((at) => keys.has(fields[at]!));
    const questionMarks = fields.map(() => ', ?').join('');
    this.insertSql = `INSERT INTO ${name} (${statements.columns}) VALUES (?, 1, ?${questionMarks}) ON CONFLICT (id) DO NOTHING`;
    const found = this.indexed.map((at) => `, ${columnOf(fields[at]!)}`).join('');
    this.findSql = `SELECT rowid, version${found} FROM ${name} WHERE id = ?`;
  }

  /**
   * To be called within a write transaction.
   * @returns false when another has written first
   * @throws Failure `invalid` for a field that the collection does not declare
   */
  save(view: GuardedSave): boolean {
    const fields = this.fieldsOf(view);
    if (view.version === 0) return this.statements.run(this.insertSql, view.id, view.body, ...fields) === 1;
    const stored = this.statements.row<[row: number, version: number, ...Field[]]>(this.findSql, view.id);
    if (stored === undefined || stored[1] !== view.version) return false;
    this.update(view, fields, stored);
    return true;
  }

  /** Of those with an index it names only the fields that change: SQLite rewrites every index that has a named column. */
  private update(
    view: GuardedSave,
    fields: readonly Field[],
    [row, , ...stored]: readonly [number, number, ...Field[]],
  ) {
    let changes = '';
    const values: Field[] = [...fields];
    for (let i = this.indexed.length - 1; i >= 0; i--) {
      const at = this.indexed[i]!;
      const changed = fields[at] !== stored[i];
      changes = (changed ? '1' : '0') + changes;
      if (!changed) values.splice(at, 1);
    }
    this.statements.run(this.updateOf(changes), view.body, ...values, row);
  }

  private updateOf(changes: string): string {
    const known = this.updateSql.get(changes);
    if (known !== undefined) return known;
    const { name, fields } = this.statements.table;
    const stays = new Set(this.indexed.filter((_, i) => changes[i] === '0'));
    const assignments = fields.filter((_, at) => !stays.has(at)).map((field) => `, ${columnOf(field)} = ?`);
    const sql = `UPDATE ${name} SET version = version + 1, body = ?${assignments.join('')} WHERE rowid = ?`;
    this.updateSql.set(changes, sql);
    return sql;
  }

  private fieldsOf(view: GuardedSave): readonly Field[] {
    const declared = this.statements.table.fields;
    for (const field in view.fields) {
      if (!declared.includes(field)) {
        throw new Failure('invalid', `${field} of ${view.id} is no declared field`, { field: 'fields' });
      }
    }
    return declared.map((field) => view.fields[field] ?? null);
  }
}
