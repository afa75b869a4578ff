import { byColumn, type Header, type Row, readHeader, readRows, type TextPart } from '@vilfredo/row-files';
import { CallWindow, type GatheredCall } from '../take-calls/call-window.js';
import { decideCall, ownNumbers } from '../take-calls/decide-call.js';
import type { ContactMapping } from './contact-mapping.js';
import { type Converted, rowConverter } from './convert-row.js';
import { type ImportRun, importRecord, type Tied } from './import-run.js';

/** Reads a file with columns: a row is a record, or a leg of a call, and then the legs come together first. */
export async function importRows(
  parts: AsyncIterable<TextPart>,
  mapping: ContactMapping,
  run: ImportRun,
): Promise<void> {
  const calls = new CallWindow<Tied>();
  const isOwn = ownNumbers(mapping.own);
  const importCall = ({ legs, tied }: GatheredCall<Tied>) =>
    importRecord(decideCall(legs, mapping.source, isOwn), tied, run);
  const take = async (converted: Converted, tied: Tied) => {
    if (converted.leg === undefined) return importRecord(converted.record ?? converted, [tied], run);
    const done = calls.add(converted.leg.callId, converted.leg, tied);
    if (done !== undefined) await importCall(done);
  };
  let file: { header: Header; convert: ReturnType<typeof rowConverter> } | undefined;
  for await (const rows of readRows(parts, mapping, run.longestLine)) {
    for (const row of rows) {
      if (file === undefined) {
        const { header, named } = readHeader(mapping, row);
        file = { header, convert: rowConverter(mapping, header) };
        if (named) continue;
      }
      run.tally.read++;
      await importRow(row, file, take, run);
    }
    run.advanced();
  }
  for (const call of calls.rest()) await importCall(call);
}

async function importRow(
  row: Row,
  { header, convert }: { header: Header; convert: ReturnType<typeof rowConverter> },
  take: (converted: Converted, tied: Tied) => Promise<void>,
  { tally }: ImportRun,
): Promise<void> {
  const { line, cells } = row;
  if (cells === undefined) return tally.refuse({ line, field: '', reason: row.refused, record: row.text ?? null });
  return take(convert(cells), { line, record: byColumn(header, cells) });
}
