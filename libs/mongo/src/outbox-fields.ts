import type { CollectionDefinition, GuardedSave, KeptOutbox, StoredView } from '@vilfredo/event-sourcing';

/** The index along which is found what saves have to tell. */
export const outboxIndex = 'flush';

/**
 * What documents hold and which indexes they have: what is declared, and where an outbox is kept what the last save is to
 * tell with that save's number. One document is what MongoDB writes in one step.
 */
export function storedDefinition(definition: CollectionDefinition): CollectionDefinition {
  if (!definition.keepsOutbox) return definition;
  return {
    ...definition,
    fields: { ...definition.fields, outbox: 'text', flush: 'number' },
    indexes: { ...definition.indexes, [outboxIndex]: [{ field: 'flush', present: true }] },
  };
}

/** A view with the fields that `storedDefinition` has. */
export function storedView({ outbox, ...view }: GuardedSave): StoredView {
  if (outbox === undefined) return view;
  return { ...view, fields: { ...view.fields, outbox: outbox.changes, flush: outbox.save } };
}

export function keptOutboxOf({ id, fields }: Pick<StoredView, 'id' | 'fields'>): KeptOutbox {
  return { id, save: Number(fields.flush), changes: String(fields.outbox ?? '') };
}
