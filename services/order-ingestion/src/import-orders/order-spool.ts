/** The lines of one order, in the order of the file. */
export interface SpooledGroup {
  readonly key: string;
  /** To be walked once, before the next group is asked for. */
  readonly lines: Iterable<string>;
}

/**
 * Where an import puts the lines of a file until it has seen all of them, so that the lines of one order come together
 * though the file interleaves them. It must not hold them in memory: a file may be larger than that.
 */
export interface OrderSpool {
  /** @param line text without line breaks */
  add(key: string, line: string): void;
  /** Every group, in the order of their first lines. */
  groups(): Iterable<SpooledGroup>;
  /** Throws everything away; may be called twice. */
  close(): void;
}

export type MakeSpool = () => OrderSpool;
