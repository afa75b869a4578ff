import type { Cell, Column } from '../tables/table.js';

/** A part of what is shown: its title, sentences, and a table. */
export interface Section {
  readonly title?: string;
  readonly lines?: readonly string[];
  readonly table?: { readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] };
}
