/** One record of a file: its cells, or why it has none. */
export type Row =
  | { readonly line: number; readonly cells: readonly string[]; readonly refused?: undefined }
  | { readonly line: number; readonly cells?: undefined; readonly refused: string; readonly text?: string };
