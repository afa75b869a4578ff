import { Failure, type Field, type GuardedSave } from '@vilfredo/event-sourcing';
import type { ViewStatements } from './view-statements.js';
import { columnOf } from './view-table.js';

/** Writes single views, each only when the stored version still is the one it was decided on. */
export class GuardedSaves {
  private readonly insertSql: string;
  private readonly findSql: string;
  /** Update statements by the fields they change, written as a string of 0 and 1. */
  private readonly updateSql = new Map<string, string>();

  constructor(private readonly statements: ViewStatements) {
    const { name, fields } = statements.table;
    const questionMarks = fields.map(() => ', ?').join('');
    this.insertSql = `INSERT INTO ${name} (${statements.columns}) VALUES (?, 1, ?${questionMarks}) ON CONFLICT (id) DO NOTHING`;
    this.findSql = `SELECT version${fields.map((field) => `, ${columnOf(field)}`).join('')} FROM ${name} WHERE id = ?`;
  }

  /**
   * To be called within a write transaction.
   * @returns false when another has written first
   * @throws Failure `invalid` for a field that the collection does not declare
   */
  save(view: GuardedSave): boolean {
    const fields = this.fieldsOf(view);
    if (view.version === 0) return this.statements.run(this.insertSql, view.id, view.body, ...fields) === 1;
    const stored = this.statements.row<[number, ...Field[]]>(this.findSql, view.id);
    if (stored === undefined || stored[0] !== view.version) return false;
    this.update(view, fields, stored);
    return true;
  }

  /** Names only the fields that change: SQLite rewrites every index that has a named column, even if its value stays. */
  private update(view: GuardedSave, fields: readonly Field[], stored: readonly Field[]): void {
    let changes = '';
    const values: Field[] = [];
    for (let index = 0; index < fields.length; index++) {
      const changed = fields[index] !== stored[index + 1];
      changes += changed ? '1' : '0';
      if (changed) values.push(fields[index] ?? null);
    }
    this.statements.run(this.updateOf(changes), view.body, ...values, view.id);
  }

  private updateOf(changes: string): string {
    const known = this.updateSql.get(changes);
    if (known !== undefined) return known;
    const { name, fields } = this.statements.table;
    const assignments = fields.filter((_, index) => changes[index] === '1').map((field) => `, ${columnOf(field)} = ?`);
    const sql = `UPDATE ${name} SET version = version + 1, body = ?${assignments.join('')} WHERE id = ?`;
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
