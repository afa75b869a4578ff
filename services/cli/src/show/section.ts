import type { Output } from '../output/output.js';
import type { Cell, Column } from '../tables/table.js';

/** A part of what is shown: its title, sentences, and a table. */
export interface Section {
  readonly title?: string;
  readonly lines?: readonly string[];
  readonly table?: { readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] };
}

/** Writes one section after the other, an empty line between them; a table without rows is left out. */
export async function writeSections(out: Output, sections: readonly Section[]): Promise<void> {
  for (const [n, { title, lines = [], table }] of sections.entries()) {
    if (n > 0) await out.line('');
    if (title !== undefined) await out.line(title);
    for (const line of lines) await out.line(line);
    if (table !== undefined && table.rows.length > 0) await out.table(table.columns, table.rows);
  }
}
