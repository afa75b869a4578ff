import { makeOrderSpool } from '@vilfredo/embedded';
import { type AppendOutcome, type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import { importOrders, type Mapping } from '@vilfredo/order-ingestion';
import { type OrderFact, orderFactOf } from '@vilfredo/scoring';
import type { InputFile } from '../input/input-file.js';
import type { Session } from '../session.js';
import { progressLine } from '../tables/progress-line.js';
import type { OrderBook } from './purchase-days.js';

export interface ReadBook {
  readonly book: OrderBook;
  /** Refused records by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * Reads the orders of files as intake takes them, into memory and nowhere else.
 * @throws Failure naming the file of which nothing could be used
 */
export async function readBook(
  { surroundings: { clock, stderr, interrupted } }: Session,
  files: readonly InputFile[],
  mapping: Mapping | null,
): Promise<ReadBook> {
  const taken = new TakenOrders();
  const refused: Record<string, number> = {};
  for (const file of files) {
    const line = progressLine(file.name, { clock, stream: stderr });
    const source = file.open();
    const stop = () => source.destroy();
    interrupted.addEventListener('abort', stop, { once: true });
    try {
      const { refusedBy } = await importOrders({
        source,
        mapping,
        log: taken,
        clock,
        spool: makeOrderSpool(),
        onProgress: ({ bytes }) =>
          line.update({ done: bytes, ...(file.size !== undefined && { total: file.size }), note: '' }),
      });
      for (const [reason, records] of Object.entries(refusedBy)) refused[reason] = (refused[reason] ?? 0) + records;
    } catch (error) {
      interrupted.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      throw new Failure(error.kind, `${file.name}: ${error.message}`, { cause: error });
    } finally {
      interrupted.removeEventListener('abort', stop);
      line.finish();
      source.destroy();
    }
  }
  return { book: taken.book, refused };
}

/** Stands for the log: takes each fact once. */
class TakenOrders {
  readonly book = new Map<string, OrderFact[]>();
  private readonly known = new Map<string, string>();

  async append(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    // Others, such as the user's wish to stop, get their turn between batches.
    await new Promise<void>((resolve) => setImmediate(resolve));
    return events.map((event) => this.take(event));
  }

  private take(event: EventToAppend): AppendOutcome {
    const known = this.known.get(event.id);
    if (known !== undefined) return known === event.data ? 'duplicate' : 'conflict';
    this.known.set(event.id, event.data);
    const fact = orderFactOf({ id: event.id, time: Date.parse(event.time), read: read(event) });
    if (fact === null) return 'appended';
    const facts = this.book.get(event.subject);
    if (facts === undefined) this.book.set(event.subject, [fact]);
    else facts.push(fact);
    return 'appended';
  }
}
