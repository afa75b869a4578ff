import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { type Cell, type Column, table } from '../tables/table.js';

/** The answer of a command, written no faster than it is read. */
export class Output {
  constructor(private readonly stream: Writable & { readonly isTTY?: boolean }) {}

  /** Whether a person looks at it. */
  get terminal(): boolean {
    return this.stream.isTTY === true;
  }

  async line(text: string): Promise<void> {
    if (!this.stream.write(`${text}\n`) && !this.stream.destroyed) await once(this.stream, 'drain');
  }

  /** For people and machines: indented. */
  json(value: unknown): Promise<void> {
    return this.line(JSON.stringify(value, null, 2));
  }

  table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Promise<void> {
    return this.line(table(columns, rows, { terminal: this.terminal }));
  }
}
