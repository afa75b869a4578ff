import type { DatabaseSync } from 'node:sqlite';
import {
  Failure,
  type GuardedSave,
  type KeptOutbox,
  type StoredView,
  type ViewCollection,
  type ViewPage,
  type ViewQuery,
} from '@vilfredo/event-sourcing';
import { GuardedSaves } from './guarded-save.js';
import type { Medium } from './medium.js';
import { OutboxTable } from './outbox-table.js';
import type { SharedSaves } from './shared-saves.js';
import { inTransaction, reading } from './transaction.js';
import { IN_VALUES, valueLists } from './value-list.js';
import { writeCursor } from './view-cursor.js';
import { rangesOf } from './view-range.js';
import type { Snapshots } from './view-snapshot.js';
import { ViewStatements } from './view-statements.js';
import { ordering, type ViewTable } from './view-table.js';

/** The views of one kind in a table of their own. Nulls are first along an ascending key and last along a descending one. */
export class EmbeddedViewCollection implements ViewCollection {
  private readonly statements: ViewStatements;
  private readonly saves: GuardedSaves;
  private readonly outboxTable: OutboxTable | null;

  constructor(
    private readonly database: DatabaseSync,
    private readonly table: ViewTable,
    private readonly snapshots: Snapshots,
    private readonly commits: SharedSaves,
    private readonly medium: Pick<Medium, 'sync'>,
  ) {
    this.statements = new ViewStatements(database, table);
    this.saves = new GuardedSaves(this.statements);
    this.outboxTable = table.outbox === null ? null : new OutboxTable(database, table.outbox);
  }

  async load(ids: readonly string[]): Promise<ReadonlyMap<string, StoredView>> {
    this.snapshots.assertOpen();
    const found = new Map<string, StoredView>();
    for (const list of valueLists(ids)) {
      for (const view of reading(() => this.statements.select(`WHERE id ${IN_VALUES}`, ...list)))
        found.set(view.id, view);
    }
    return found;
  }

  async save(views: readonly GuardedSave[]): Promise<readonly string[]> {
    this.snapshots.assertOpen();
    if (views.length === 0) return [];
    return this.commits.add([() => this.write(views)]);
  }

  async query(query: ViewQuery): Promise<ViewPage> {
    this.snapshots.assertOpen();
    const keys = Object.hasOwn(this.table.indexes, query.index) ? this.table.indexes[query.index] : undefined;
    if (keys === undefined) throw new Failure('invalid', `${query.index} is no declared index`, { field: 'index' });
    if (!Number.isSafeInteger(query.limit) || query.limit < 1) {
      throw new Failure('invalid', 'must be 1 or more', { field: 'limit' });
    }
    const views: StoredView[] = [];
    for (const { condition, values } of rangesOf(query, keys)) {
      // One more than wanted tells whether there is a next page.
      const missing = query.limit + 1 - views.length;
      if (missing === 0) break;
      const rest = `WHERE ${condition} ORDER BY ${ordering(keys)} LIMIT ?`;
      views.push(...reading(() => this.statements.select(rest, ...values, missing)));
    }
    const items = views.slice(0, query.limit);
    const last = items.at(-1);
    if (views.length === items.length || last === undefined) return { items };
    const place = { keys: keys.map(({ field }) => last.fields[field] ?? null), id: last.id };
    return { items, next: writeCursor(query.index, place) };
  }

  snapshot(pageSize = 1_000): AsyncIterable<readonly StoredView[]> {
    return this.snapshots.pages(this.table, pageSize);
  }

  async *outbox(after: number): AsyncGenerator<readonly KeptOutbox[]> {
    this.snapshots.assertOpen();
    yield* this.outboxTable?.after(after) ?? [];
  }

  letGoOfOutbox(through: number): void {
    this.outboxTable?.letGo(through);
  }

  async count(): Promise<number> {
    this.snapshots.assertOpen();
    return reading(() => this.statements.row<[number]>(`SELECT count(*) FROM ${this.table.name}`)?.[0] ?? 0);
  }

  async remove(id: string): Promise<boolean> {
    this.snapshots.assertOpen();
    const sql = `DELETE FROM ${this.table.name} WHERE id = ?`;
    return (await this.durably(() => this.statements.run(sql, id))) > 0;
  }

  /** @throws Failure `invalid` when the candidate is of another store, or stores other fields */
  async replaceWith(candidate: ViewCollection): Promise<void> {
    this.snapshots.assertOpen();
    if (!(candidate instanceof EmbeddedViewCollection) || candidate.database !== this.database) {
      throw new Failure('invalid', 'is no collection of this store', { field: 'candidate' });
    }
    if (candidate === this || candidate.table.name === this.table.name) return;
    const columns = this.statements.columns;
    if (candidate.statements.columns !== columns) {
      throw new Failure('invalid', 'has other fields', { field: 'candidate' });
    }
    await this.durably(() => {
      this.database.exec(`DELETE FROM ${this.table.name}`);
      this.database.exec(
        `INSERT INTO ${this.table.name} (${columns}) SELECT ${columns} FROM ${candidate.table.name} ORDER BY id`,
      );
      this.database.exec(`DELETE FROM ${candidate.table.name}`);
    });
  }

  async clear(): Promise<void> {
    this.snapshots.assertOpen();
    await this.durably(() => {
      this.database.exec(`DELETE FROM ${this.table.name}`);
      this.outboxTable?.clear();
    });
  }

  private write(views: readonly GuardedSave[]): readonly string[] {
    const lost = new Set<string>();
    for (const view of views) if (!this.saves.save(view)) lost.add(view.id);
    this.outboxTable?.keep(lost.size === 0 ? views : views.filter(({ id }) => !lost.has(id)));
    return [...lost];
  }

  private async durably<T>(work: () => T): Promise<T> {
    const result = inTransaction(this.database, work);
    await this.medium.sync();
    return result;
  }
}
