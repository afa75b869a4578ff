import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Failure, type StoredView } from '@vilfredo/event-sourcing';
import { openReader } from './data-folder.js';
import { reading } from './transaction.js';
import { ViewStatements } from './view-statements.js';
import type { ViewTable } from './view-table.js';

/** Walks over tables as they are at one moment, each on a connection of its own, so that writers go on. */
export class Snapshots {
  private readonly readers = new Set<DatabaseSync>();
  private closed = false;

  constructor(private readonly database: DatabaseSync) {}

  assertOpen(): void {
    if (this.closed) throw new Failure('unavailable', 'the view store is closed');
  }

  /** Every view by ascending id; the moment is that of the first page. */
  async *pages(table: ViewTable, pageSize: number): AsyncGenerator<readonly StoredView[]> {
    this.assertOpen();
    if (!Number.isSafeInteger(pageSize) || pageSize < 1) {
      throw new Failure('invalid', 'must be 1 or more', { field: 'pageSize' });
    }
    const reader = reading(() => openReader(this.database));
    this.readers.add(reader);
    try {
      reader.exec('BEGIN');
      const statements = new ViewStatements(reader, table);
      let page = reading(() => statements.select('ORDER BY id LIMIT ?', pageSize));
      while (page.length > 0) {
        yield page;
        await nextTurn();
        this.assertOpen();
        const last = page.at(-1)?.id ?? '';
        page = reading(() => statements.select('WHERE id > ? ORDER BY id LIMIT ?', last, pageSize));
      }
    } finally {
      if (this.readers.delete(reader)) reader.close();
    }
  }

  close(): void {
    this.closed = true;
    for (const reader of this.readers) reader.close();
    this.readers.clear();
  }
}
