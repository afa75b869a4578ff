import type { DatabaseSync } from 'node:sqlite';
import { type CollectionDefinition, Failure, type IndexKey } from '@vilfredo/event-sourcing';
import { outboxSchema, takeOutboxApart } from './outbox-table.js';
import { inTransaction } from './transaction.js';

/** The SQL table of a collection: `view_<name>` with `id`, `version`, `body` and a column `f_<field>` per field. */
export interface ViewTable {
  readonly name: string;
  readonly fields: readonly string[];
  readonly indexes: Readonly<Record<string, readonly IndexKey[]>>;
  /** The table of what saves have to tell; null where they have nothing. */
  readonly outbox: string | null;
}

/**
 * Makes the table, the columns and the indexes that are declared and missing. A field new to an existing table is null
 * in the views it already holds; columns and indexes no longer declared stay.
 * @throws Failure `invalid` when a name cannot be one, or an index names an undeclared field
 */
export function prepareTable(database: DatabaseSync, definition: CollectionDefinition): ViewTable {
  assertNames(definition);
  const fields = Object.keys(definition.fields);
  const outbox = definition.keepsOutbox ? quoted(`outbox_${definition.name}`) : null;
  const table: ViewTable = { name: quoted(`view_${definition.name}`), fields, indexes: definition.indexes, outbox };
  inTransaction(database, () => {
    // Columns have no type, so that what is stored comes back as it was, also after a field has changed its own.
    const columns = fields.map((field) => `, ${columnOf(field)}`).join('');
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${table.name} (id TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL${columns})`,
    );
    const present = new Set(
      database
        .prepare(`PRAGMA table_info(${table.name})`)
        .all()
        .map((row) => quoted(String(row.name))),
    );
    if (outbox !== null) {
      database.exec(outboxSchema(outbox));
      if (present.has(columnOf('outbox'))) takeOutboxApart(database, table.name, outbox);
    }
    for (const field of fields) {
      if (!present.has(columnOf(field))) database.exec(`ALTER TABLE ${table.name} ADD COLUMN ${columnOf(field)}`);
    }
    for (const keys of Object.values(definition.indexes)) {
      database.exec(
        `CREATE INDEX IF NOT EXISTS ${indexName(definition.name, keys)} ON ${table.name} (${ordering(keys)})${where(keys)}`,
      );
    }
  });
  return table;
}

export function columnOf(field: string): string {
  return quoted(`f_${field}`);
}

/** The order of an index, the id as its last key; SQLite puts nulls first when ascending and last when descending. */
export function ordering(keys: readonly IndexKey[]): string {
  return [...keys.map(({ field, order }) => `${columnOf(field)} ${order ?? 'asc'}`), 'id'].join(', ');
}

/** The views that an index holds, as conditions on them. */
export function presence(keys: readonly IndexKey[]): readonly string[] {
  return keys.filter(({ present }) => present).map(({ field }) => `${columnOf(field)} IS NOT NULL`);
}

function where(keys: readonly IndexKey[]): string {
  const conditions = presence(keys);
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** Named after what it is: an index declared anew under an old name is another index. */
function indexName(collection: string, keys: readonly IndexKey[]): string {
  return quoted(
    [
      `view_${collection}`,
      ...keys.map(({ field, order, present }) => `${field} ${order ?? 'asc'}${present ? ' present' : ''}`),
    ].join(', '),
  );
}

export function quoted(name: string): string {
  return `"${name}"`;
}

function assertNames({ name, fields, indexes }: CollectionDefinition): void {
  if (!/^[a-z0-9-]+$/.test(name)) {
    throw new Failure('invalid', `${name} is not made of lower-case letters, digits and hyphens`, { field: 'name' });
  }
  const lowerCase = new Set<string>();
  for (const field of Object.keys(fields)) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(field) || lowerCase.has(field.toLowerCase())) {
      throw new Failure('invalid', `${field} is no name of a field, or differs from another by case only`, {
        field: 'fields',
      });
    }
    lowerCase.add(field.toLowerCase());
  }
  for (const [index, keys] of Object.entries(indexes)) {
    const undeclared = keys.find(({ field }) => !Object.hasOwn(fields, field));
    if (undeclared !== undefined) {
      throw new Failure('invalid', `${index} names ${undeclared.field}, which is no declared field`, {
        field: 'indexes',
      });
    }
  }
}
