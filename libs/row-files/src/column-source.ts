import { Failure } from '@vilfredo/event-sourcing';
import { factId } from '@vilfredo/events';
import { compileCondition, longestTried, type Test } from './condition.js';

/**
 * Where a value comes from: a column; several columns joined by "-"; a constant; the first that is not empty; what a
 * pattern finds in a column (its first group, else all that it matches); a column's value translated (`otherwise` stands
 * for those that are not listed, nothing when left out); or a column whose value must not travel on (an e-mail address)
 * and is replaced by a stable pseudonym.
 */
export type ColumnSource =
  | string
  | readonly string[]
  | { readonly value: string }
  | { readonly firstOf: readonly ColumnSource[] }
  | { readonly column: string; readonly match: string }
  | { readonly column: string; readonly values: Readonly<Record<string, string>>; readonly otherwise?: string }
  | { readonly column: string; readonly pseudonym: true };

/** Exactly one test of one column. */
export interface Condition extends Test {
  readonly column: string;
}

export type Cells = readonly string[];

/** The columns of a file by name. */
export class Header {
  private readonly index = new Map<string, number>();

  constructor(readonly names: Cells) {
    for (const [i, name] of names.entries()) if (!this.index.has(name.trim())) this.index.set(name.trim(), i);
  }

  /** The name by which a column is read; undefined when it has none, or an earlier one has the same. */
  nameOf(index: number): string | undefined {
    const name = this.names[index]?.trim();
    return name !== undefined && this.index.get(name) === index ? name : undefined;
  }

  /** @throws Failure `invalid` naming the column that is missing and those there are. */
  indexOf(column: string, field: string): number {
    const index = this.index.get(column);
    if (index !== undefined) return index;
    const columns = this.names
      .slice(0, 100)
      .map((name) => JSON.stringify(name.trim().slice(0, 60)))
      .join(', ');
    throw new Failure('invalid', `the file has no column "${column}"; its columns are ${columns}`, {
      field: `mapping.${field}`,
    });
  }
}

/** Compiles where a value comes from to a function of the row; values are trimmed. */
export function compileSource(source: ColumnSource, header: Header, field: string): (cells: Cells) => string {
  if (typeof source === 'string') {
    const index = header.indexOf(source, field);
    return (cells) => (cells[index] ?? '').trim();
  }
  if ('value' in source) return () => source.value;
  if ('firstOf' in source) {
    const candidates = source.firstOf.map((candidate) => compileSource(candidate, header, field));
    return (cells) => {
      for (const candidate of candidates) {
        const value = candidate(cells);
        if (value !== '') return value;
      }
      return '';
    };
  }
  if ('column' in source) {
    const index = header.indexOf(source.column, field);
    const change = compileChange(source);
    return (cells) => change((cells[index] ?? '').trim());
  }
  const parts = source.map((column) => compileSource(column, header, field));
  return (cells) => {
    const values = parts.map((part) => part(cells));
    return values.includes('') ? '' : values.join('-');
  };
}

type Changed = Extract<ColumnSource, { readonly column: string }>;

function compileChange(source: Changed): (value: string) => string {
  if ('pseudonym' in source) return pseudonym;
  if ('values' in source) {
    const { values, otherwise = '' } = source;
    const known = new Map(Object.entries(values));
    return (value) => known.get(value) ?? otherwise;
  }
  const pattern = new RegExp(source.match, 'u');
  return (value) => {
    const found = pattern.exec(value.slice(0, longestTried));
    return found?.[1] ?? found?.[0] ?? '';
  };
}

/** Compiles a test of one column to a test of the row. */
export function compileTest(when: Condition, header: Header, field: string): (cells: Cells) => boolean {
  const index = header.indexOf(when.column, field);
  const fits = compileCondition(when);
  return (cells) => fits((cells[index] ?? '').trim());
}

/** Stands for a value that must not travel on; however it is written, the same mailbox gives the same one. */
function pseudonym(value: string): string {
  return value === '' ? '' : factId('pseudonym', value.toLowerCase());
}
