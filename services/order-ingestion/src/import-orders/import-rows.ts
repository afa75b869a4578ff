import { byColumn, type Header, type Row, readHeader, readRows, type TextPart } from '@vilfredo/row-files';
import type { FieldRefusal } from '../record-orders/intake.js';
import { recordOrder } from '../record-orders/record-orders.js';
import { mostLines } from '../record-orders/settle-lines.js';
import { assembleOrder, contradictionIn, groupKey, packRow, unpackRow } from './assemble-order.js';
import { type OrderRow, type RowConverter, rowConverter } from './convert-row.js';
import type { ImportRun } from './import-run.js';
import type { Mapping } from './mapping.js';
import type { OrderSpool } from './order-spool.js';

/** Reads a file with columns: every row goes to the spool, and from there come whole orders. */
export async function importRows(
  parts: AsyncIterable<TextPart>,
  mapping: Mapping,
  spool: OrderSpool,
  run: ImportRun,
): Promise<void> {
  let file: { header: Header; convert: RowConverter } | undefined;
  for await (const rows of readRows(parts, mapping, run.longestLine)) {
    for (const row of rows) {
      if (file === undefined) {
        const { header, named } = readHeader(mapping, row);
        file = { header, convert: rowConverter(mapping, header) };
        if (named) continue;
      }
      const waiting = spoolRow(row, file.header, file.convert, spool, run);
      if (waiting !== undefined) await waiting;
    }
    run.advanced();
  }
  for (const { key, lines } of spool.groups()) await importGroup(key, lines, mapping, run);
}

function spoolRow(row: Row, header: Header, convert: RowConverter, spool: OrderSpool, { tally }: ImportRun) {
  tally.read++;
  const { line, cells } = row;
  if (cells === undefined) return tally.refuse({ line, field: '', reason: row.refused, record: row.text ?? null });
  const converted = convert(cells, line);
  if ('reason' in converted) return tally.refuse({ line, ...converted, record: byColumn(header, cells) });
  spool.add(groupKey(converted), packRow(converted));
  return undefined;
}

async function importGroup(key: string, lines: Iterable<string>, mapping: Mapping, run: ImportRun): Promise<void> {
  const rows: OrderRow[] = [];
  let whole = true;
  for (const packed of lines) {
    rows.push(unpackRow(key, packed));
    if (rows.length <= mostLines) continue;
    whole = false;
    await refuseAll(rows.splice(0), { field: 'lines', reason: 'tooManyLines' }, run);
  }
  if (whole) await importOrder(rows, mapping, run);
  else await refuseAll(rows, { field: 'lines', reason: 'tooManyLines' }, run);
}

async function importOrder(rows: readonly OrderRow[], mapping: Mapping, run: ImportRun): Promise<void> {
  const [first, ...others] = rows;
  if (first === undefined) return;
  const contradiction = contradictionIn(rows);
  if (contradiction !== undefined) return refuseAll(rows, contradiction, run);
  const intake = assembleOrder([first, ...others], mapping);
  if (Date.parse(intake.at) > run.asOf) return refuseAll(rows, { field: 'at', reason: 'afterAsOf' }, run);
  const { event, refused } = recordOrder(intake, run.now);
  if (event !== undefined) return run.appender.add(event, { lines: rows.map(({ line }) => line), record: intake });
  const byRow = refusalsByRow(refused);
  if (byRow === undefined) return refuseAll(rows, refused[0] as FieldRefusal, run);
  for (const [i, refusal] of byRow) await refuseAll(rows.slice(i, i + 1), refusal, run);
  const rest = rows.filter((_, i) => !byRow.has(i));
  return importOrder(rest, mapping, run);
}

/** The first thing that is wrong with each row, when rows are all that is wrong with an order. */
function refusalsByRow(refused: readonly FieldRefusal[]): Map<number, FieldRefusal> | undefined {
  const byRow = new Map<number, FieldRefusal>();
  for (const { field, reason } of refused) {
    const [, row, name = ''] = /^lines\.(\d+)\.(.*)$/.exec(field) ?? [];
    if (row === undefined) return undefined;
    if (!byRow.has(Number(row))) byRow.set(Number(row), { field: name, reason });
  }
  return byRow;
}

async function refuseAll(rows: readonly OrderRow[], refusal: FieldRefusal, { tally }: ImportRun): Promise<void> {
  for (const row of rows) await tally.refuse({ line: row.line, ...refusal, record: row });
}
