import { type AppendOutcome, type EventLog, type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { type Read, read } from '@vilfredo/events';
import type { ImportSummary, RefusedRecord } from '@vilfredo/row-files';
import { makeOrderSpool } from '../../../libs/embedded/src/order-spool.js';
import { type ImportOptions, importOrders } from '../src/import-orders/import-orders.runner.js';
import type { Mapping } from '../src/import-orders/mapping.js';
import { readMapping } from '../src/import-orders/read-mapping.js';

export const now = Date.parse('2026-03-01T12:00:00Z');

/** A log that keeps what it is given in memory, by the rules of the port. */
export class RecordingLog implements Pick<EventLog, 'append'> {
  readonly events: EventToAppend[] = [];
  readonly appends: number[] = [];
  failure: Error | undefined;
  private readonly byId = new Map<string, string>();

  async append(events: readonly EventToAppend[]): Promise<AppendOutcome[]> {
    if (this.failure !== undefined) throw this.failure;
    this.appends.push(events.length);
    return events.map((event) => {
      const known = this.byId.get(event.id);
      if (known !== undefined) return known === event.data ? 'duplicate' : 'conflict';
      this.byId.set(event.id, event.data);
      this.events.push(event);
      return 'appended';
    });
  }

  /** Each event as its reader sees it. */
  facts(): { subject: string; time: string; type: Read['type']; payload: Read['payload'] }[] {
    return this.events.map((event) => ({ subject: event.subject, time: event.time, ...read(event) }));
  }
}

export interface Imported {
  readonly summary: ImportSummary;
  readonly refused: readonly RefusedRecord[];
  readonly log: RecordingLog;
}

/** A mapping for `order,customer,at,sku,quantity,price`, changed as a test needs. */
export function aMapping(changes: object = {}): Mapping {
  return readMapping({
    currency: 'EUR',
    source: 'shop',
    columns: {
      orderId: 'order',
      customerId: 'customer',
      at: 'at',
      sku: 'sku',
      quantity: 'quantity',
      unitPrice: 'price',
    },
    ...changes,
  });
}

export const header = 'order,customer,at,sku,quantity,price';

/** Imports text or bytes, in chunks of `chunk` bytes. */
export async function importing(
  content: string | Uint8Array,
  options: Partial<ImportOptions> & { chunk?: number; into?: RecordingLog } = {},
): Promise<Imported> {
  const { chunk = 65_536, into = new RecordingLog(), ...rest } = options;
  const refused: RefusedRecord[] = [];
  const summary = await importOrders({
    source: inChunks(typeof content === 'string' ? Buffer.from(content) : content, chunk),
    mapping: aMapping(),
    log: into,
    clock: () => now,
    spool: makeOrderSpool(),
    onRefused: (one) => void refused.push(one),
    ...rest,
  });
  return { summary, refused, log: into };
}

export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function lines(...rows: string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

/** One line of the file, changed as a test needs. */
export const row = (
  changes: Partial<Record<'order' | 'customer' | 'at' | 'sku' | 'quantity' | 'price', string>> = {},
) => {
  const all = { order: 'o1', customer: 'c1', at: '2026-01-05T10:00:00Z', sku: 's1', quantity: '2', price: '1.50' };
  return Object.values({ ...all, ...changes }).join(',');
};

/** What an import that cannot go in says. */
export async function failure(importing: Promise<unknown>): Promise<string> {
  const error = await importing.then(
    () => new Error('it went in'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return `${error.kind} ${error.message}`;
  throw error;
}
