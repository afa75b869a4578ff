import type { EventToAppend, StoredEvent } from '@vilfredo/event-sourcing';
import { MemoryLog } from './memory-log.js';
import { shuffled } from './seeded.js';

/** What reaches a projection: the log as it was recorded, and its events in the batches in which they are delivered. */
export interface Delivery {
  readonly log: MemoryLog;
  readonly batches: readonly (readonly StoredEvent[])[];
}

/** A projection under test: folds a delivery and pictures what it then knows of each subject. */
export type Fold<Picture> = (delivery: Delivery) => Promise<ReadonlyMap<string, Picture>>;

/** Given these events, arriving so, then this is known: `projection(fold).given(…).deliveredTwice().then(subject, …)`. */
export function projection<Picture extends object>(fold: Fold<Picture>): Given<Picture> {
  return new Given(fold, []);
}

interface Arrival {
  readonly seed?: number;
  readonly twice?: boolean;
  readonly batchSize?: number;
}

class Given<Picture extends object> {
  constructor(
    private readonly fold: Fold<Picture>,
    private readonly events: readonly EventToAppend[],
    private readonly arrival: Arrival = {},
  ) {}

  given(...events: readonly EventToAppend[]): Given<Picture> {
    return new Given(this.fold, [...this.events, ...events], this.arrival);
  }

  /** They are recorded in another order, which follows from the seed; governance keeps its place. */
  shuffled(seed: number): Given<Picture> {
    return new Given(this.fold, this.events, { ...this.arrival, seed });
  }

  /** Every batch is delivered again after all others. */
  deliveredTwice(): Given<Picture> {
    return new Given(this.fold, this.events, { ...this.arrival, twice: true });
  }

  /** They are delivered in batches of at most this many. */
  inBatchesOf(batchSize: number): Given<Picture> {
    return new Given(this.fold, this.events, { ...this.arrival, batchSize });
  }

  /** What is then known of everybody. */
  async pictures(): Promise<ReadonlyMap<string, Picture>> {
    const log = new MemoryLog();
    for (const event of this.recorded()) await log.append([event]);
    const size = this.arrival.batchSize ?? Math.max(1, log.events.length);
    const batches: StoredEvent[][] = [];
    for (let from = 0; from < log.events.length; from += size) batches.push(log.events.slice(from, from + size));
    return this.fold({ log, batches: this.arrival.twice === true ? [...batches, ...batches] : batches });
  }

  /** Expects this to be known of a subject, whatever else is. */
  // biome-ignore lint/suspicious/noThenProperty: given and then are the words of a test; nobody awaits what has no then yet
  async then(subject: string, expected: Partial<Picture>): Promise<void> {
    const pictures = await this.pictures();
    expect(pictures.get(subject)).toMatchObject(expected);
  }

  private recorded(): readonly EventToAppend[] {
    const { seed } = this.arrival;
    if (seed === undefined) return this.events;
    const free = shuffled(
      this.events.filter(({ topic }) => topic !== 'governance'),
      seed,
    );
    return this.events.map((event) => (event.topic === 'governance' ? event : free.shift()!));
  }
}
