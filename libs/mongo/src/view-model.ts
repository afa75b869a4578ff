import { type CollectionDefinition, Failure, type Field, type IndexKey } from '@vilfredo/event-sourcing';
import mongoose, { type Connection, type Model } from 'mongoose';
import type { ServerKind } from './connection.js';
import { asking } from './mongo-failure.js';

/** A view as it is stored: one document in the MongoDB collection that is named as the collection of views. */
export interface ViewDocument {
  readonly _id: string;
  readonly version: number;
  /** JSON text. */
  readonly body: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export type Views = mongoose.mongo.Collection<ViewDocument>;

/** What mongoose gives is the driver's collection, typed for documents of any kind. */
export function viewsOf(model: Model<ViewDocument>): Views {
  return model.collection as unknown as Views;
}

/**
 * The model of a collection, with an index for each that is declared, its id as the last key.
 * @throws Failure `invalid` when a name cannot be one, or an index names an undeclared field
 */
export function viewModel(
  connection: Connection,
  definition: CollectionDefinition,
  kind: ServerKind,
): Model<ViewDocument> {
  assertNames(definition);
  const fields = Object.entries(definition.fields).map(([field, type]) => [field, { $type: schemaTypes[type] }]);
  const schema = new mongoose.Schema<ViewDocument>(
    { _id: { $type: String }, version: { $type: Number }, body: { $type: String }, fields: Object.fromEntries(fields) },
    { typeKey: '$type', versionKey: false, id: false },
  );
  for (const keys of Object.values(definition.indexes)) schema.index(ordering(keys), indexOptions(keys, definition));
  // The stand-in finds a document by its id alone or by exactly the fields of a unique index, and reads all of them otherwise.
  if (kind === 'stand-in') schema.index({ _id: 1, version: 1 }, { name: 'guard', unique: true });
  return connection.model<ViewDocument>(definition.name, schema, definition.name, { overwriteModels: true });
}

const schemaTypes = { text: String, number: Number } as const;

/** Named after what it is: an index declared anew under an old name is another index. */
function indexOptions(keys: readonly IndexKey[], definition: CollectionDefinition): mongoose.IndexOptions {
  const names = keys.map(({ field, order, present }) => `${field} ${order ?? 'asc'}${present ? ' present' : ''}`);
  const present = presence(keys, definition);
  return {
    name: names.join(', '),
    ...(present.length > 0 && { partialFilterExpression: Object.assign({}, ...present) }),
  };
}

/** The views that an index holds, as conditions on them: a comparison selects values of its own type only, never nulls. */
export function presence(keys: readonly IndexKey[], { fields }: CollectionDefinition): Condition[] {
  const present = keys.filter((key) => key.present);
  return present.map(({ field }) => ({ [pathOf(field)]: { $gte: fields[field] === 'text' ? '' : -Infinity } }));
}

/** Makes the collection and the declared indexes that are missing; the others stay as they are. */
export async function buildIndexes(model: Model<ViewDocument>): Promise<void> {
  const declared = new Map(model.schema.indexes().map(([key, options]) => [options.name, { ...options, key }]));
  await asking(async () => {
    await model.createCollection();
    if (declared.size > 0) await viewsOf(model).createIndexes([...declared.values()] as IndexDescriptions);
  });
}

type IndexDescriptions = mongoose.mongo.IndexDescription[];

/** A part of a filter. */
export type Condition = Record<string, unknown>;

export function pathOf(field: string): string {
  return `fields.${field}`;
}

/** The order of an index; MongoDB puts nulls and missing fields first when ascending and last when descending. */
export function ordering(keys: readonly IndexKey[]): Record<string, 1 | -1> {
  const order: Record<string, 1 | -1> = {};
  for (const key of keys) order[pathOf(key.field)] = key.order === 'desc' ? -1 : 1;
  order._id = 1;
  return order;
}

function assertNames({ name, fields, indexes }: CollectionDefinition): void {
  if (!/^[a-z0-9-]+$/.test(name)) {
    throw new Failure('invalid', `${name} is not made of lower-case letters, digits and hyphens`, { field: 'name' });
  }
  for (const field of Object.keys(fields)) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(field)) {
      throw new Failure('invalid', `${field} is no name of a field`, { field: 'fields' });
    }
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
