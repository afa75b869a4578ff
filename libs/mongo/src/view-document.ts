import {
  type CollectionDefinition,
  Failure,
  type Field,
  type GuardedSave,
  type StoredView,
} from '@vilfredo/event-sourcing';
import type { ViewDocument } from './view-model.js';

/** MongoDB takes documents of 16 MB; what is left over is for names, numbers and the request around it. */
const MOST_BYTES = 16 * 1024 * 1024 - 64 * 1024;

export function viewOf(document: ViewDocument, definition: CollectionDefinition): StoredView {
  const fields: Record<string, Field> = {};
  for (const field in definition.fields) fields[field] = document.fields[field] ?? null;
  return { id: document._id, version: document.version, body: document.body, fields };
}

/**
 * The fields of a view as they are stored, all that are declared; the rest is told as it is.
 * @throws Failure `invalid` naming the view when it cannot be stored, or would not come back as it was
 */
export function fieldsToStore(view: GuardedSave, definition: CollectionDefinition): Record<string, Field> {
  for (const field in view.fields) {
    if (!Object.hasOwn(definition.fields, field))
      throw unfit(view, 'fields', `has ${field}, which is no declared field`);
  }
  if (!view.id.isWellFormed()) throw unfit(view, 'id', 'is not well-formed Unicode');
  if (!view.body.isWellFormed()) throw unfit(view, 'body', 'is not well-formed Unicode');
  const fields: Record<string, Field> = {};
  const texts = [view.id, view.body];
  for (const field in definition.fields) {
    const value = view.fields[field] ?? null;
    if (!fits(value, definition.fields[field])) {
      throw unfit(view, `fields.${field}`, `is no ${definition.fields[field]} that can be stored`);
    }
    fields[field] = value;
    if (typeof value === 'string') texts.push(value);
  }
  if (!isWithin(texts, MOST_BYTES)) throw unfit(view, 'body', `takes more than ${MOST_BYTES} bytes`);
  return fields;
}

function fits(value: Field, type: 'text' | 'number' | undefined): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return type === 'text' && value.isWellFormed();
  return type === 'number' && Number.isFinite(value);
}

/** Counts bytes only when it may matter: a UTF-16 unit is at most three bytes in UTF-8. */
function isWithin(texts: readonly string[], most: number): boolean {
  if (texts.reduce((units, text) => units + text.length, 0) * 3 <= most) return true;
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0) <= most;
}

function unfit(view: GuardedSave, field: string, why: string): Failure {
  return new Failure('invalid', `of view ${view.id.toWellFormed()} ${why}`, { field });
}
