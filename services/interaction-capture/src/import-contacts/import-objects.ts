import { Failure } from '@vilfredo/event-sourcing';
import { type ObjectLine, readObjects, type TextPart } from '@vilfredo/row-files';
import type { Intake } from './contact-columns.js';
import { type ImportRun, importRecord } from './import-run.js';

/** Reads NDJSON: one intake object a line, contacts, ratings, wrap-ups and attempts as they come. */
export async function importObjects(parts: AsyncIterable<TextPart>, run: ImportRun): Promise<void> {
  for await (const object of readObjects(parts)) {
    checkFirst(object, run);
    run.tally.read++;
    await importObject(object, run);
    if (run.tally.read % 500 === 0) run.advanced();
  }
}

function checkFirst({ value, text }: ObjectLine & { text?: string }, { tally }: ImportRun): void {
  if (tally.read > 0 || typeof value === 'object' || text === undefined || text.trim().startsWith('{')) return;
  throw new Failure(
    'invalid',
    'not NDJSON of contacts, which is one JSON object a line; a file with columns needs a mapping',
    { field: 'mapping' },
  );
}

async function importObject(object: ObjectLine, run: ImportRun): Promise<void> {
  const { line, value, unreadable } = object;
  if (unreadable !== undefined) {
    return run.tally.refuse({ line, field: '', reason: unreadable, record: object.text ?? null });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return run.tally.refuse({ line, field: '', reason: 'notAnObject', record: value });
  }
  return importRecord(value as Intake, [{ line, record: value }], run);
}
