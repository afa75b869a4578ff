import { Failure } from '@vilfredo/event-sourcing';
import { factId } from '@vilfredo/events';
import type { ColumnSource } from './mapping.js';

export type Cells = readonly string[];

/** The columns of a file by name. */
export class Header {
  private readonly index = new Map<string, number>();

  constructor(readonly names: Cells) {
    for (const [i, name] of names.entries()) if (!this.index.has(name.trim())) this.index.set(name.trim(), i);
  }

  /** @throws Failure `invalid` naming the column that is missing and those there are. */
  indexOf(column: string, field: string): number {
    const index = this.index.get(column);
    if (index !== undefined) return index;
    const columns = this.names
      .slice(0, 100)
      .map((name) => `"${name.trim().slice(0, 60)}"`)
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
    return (cells) => pseudonym((cells[index] ?? '').trim());
  }
  const parts = source.map((column) => compileSource(column, header, field));
  return (cells) => {
    const values = parts.map((part) => part(cells));
    return values.includes('') ? '' : values.join('-');
  };
}

/** Stands for a value that must not travel on; however it is written, the same mailbox gives the same one. */
function pseudonym(value: string): string {
  return value === '' ? '' : factId('pseudonym', value.toLowerCase());
}
