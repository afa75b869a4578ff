import { Failure } from '@vilfredo/event-sourcing';
import { type Cells, compileTest, Header } from './column-source.js';
import type { FileLayout } from './file-layout.js';
import type { Row } from './row.js';

/** Why a row is left out: the field and a camelCase word. */
export interface RowRefusal {
  readonly field: string;
  readonly reason: string;
}

/**
 * The columns of a file, and whether its first record did nothing but name them.
 * @throws Failure `invalid` when it should and cannot be read
 */
export function readHeader({ header }: Pick<FileLayout, 'header'>, row: Row): { header: Header; named: boolean } {
  if (header !== undefined) return { header: new Header(header.names), named: false };
  if (row.cells !== undefined) return { header: new Header(row.cells), named: true };
  throw new Failure('invalid', `line ${row.line} should name the columns and cannot be read (${row.refused})`, {
    field: 'header',
  });
}

/** Tells whether a row has as many cells as there are columns. Some exports end their rows, but not their header, with a delimiter. */
export function widthTest({ header: given }: Pick<FileLayout, 'header'>, { names }: Header): (cells: Cells) => boolean {
  const [fewest, most] = [given?.fewest ?? names.length, names.length];
  return (cells) =>
    (cells.length >= fewest && cells.length <= most) ||
    (cells.length > most && cells.slice(most).every((cell) => cell === ''));
}

/** Empties the cells in which a file says that it has no value. */
export function withoutPlaceholders(noValue: readonly string[]): (cells: Cells) => Cells {
  if (noValue.length === 0) return (cells) => cells;
  return (cells) => cells.map((cell) => (noValue.includes(cell) ? '' : cell));
}

/** The reason for which a row is left out by the layout's own rules, if any. */
export function skipReader({ skip }: Pick<FileLayout, 'skip'>, header: Header): (cells: Cells) => string | undefined {
  const rules = skip.map(({ when, reason }, i) => ({
    fits: compileTest(when, header, `skip.${i}.when.column`),
    reason,
  }));
  return (cells) => rules.find(({ fits }) => fits(cells))?.reason;
}

/** A row with the names of its columns, for whoever has to mend it; a number stands for a name that there is not, or not first. */
export function byColumn(header: Header, cells: Cells): Record<string, string> {
  return Object.fromEntries(cells.map((cell, i) => [header.nameOf(i) ?? String(i + 1), cell]));
}
