import { Failure } from '@vilfredo/event-sourcing';
import { parseJson, type TextPart } from '@vilfredo/row-files';
import { recordOrder } from '../record-orders/record-orders.js';
import type { ImportRun } from './import-run.js';

/** Reads NDJSON: one intake object a line. */
export async function importObjects(parts: AsyncIterable<TextPart>, run: ImportRun): Promise<void> {
  for await (const part of parts) {
    if (part.refused !== undefined) {
      run.tally.read++;
      await run.tally.refuse({ line: part.line, field: '', reason: part.refused, record: null });
      continue;
    }
    for (const [i, text] of part.bytes.toString('utf8').split('\n').entries()) {
      if (text.trim() === '') continue;
      checkFirst(text, run);
      run.tally.read++;
      await importObject(text, part.firstLine + i, run);
    }
    run.advanced();
  }
}

function checkFirst(text: string, { tally }: ImportRun): void {
  if (tally.read > 0 || text.trim().startsWith('{')) return;
  throw new Failure(
    'invalid',
    'not NDJSON of orders, which is one JSON object a line; a file with columns needs a mapping',
    { field: 'mapping' },
  );
}

async function importObject(text: string, line: number, { tally, appender, now, asOf }: ImportRun): Promise<void> {
  const record = parseJson(text.trim());
  if (record === undefined) {
    return tally.refuse({ line, field: '', reason: 'notJson', record: text.slice(0, 500) });
  }
  const { event, refused } = recordOrder(record, now);
  if (event === undefined) {
    const [first] = refused;
    return tally.refuse({ line, field: first?.field ?? '', reason: first?.reason ?? 'notAnObject', record });
  }
  if (Date.parse(event.time) > asOf) return tally.refuse({ line, field: 'at', reason: 'afterAsOf', record });
  await appender.add(event, { lines: [line], record });
}
