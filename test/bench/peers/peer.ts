import { Failure } from '@vilfredo/event-sourcing';

/** A topic of events to be consumed from its beginning to its end. */
export interface Source {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** How many there are in all partitions together. */
  readonly events: number;
  /** The moment that the facts are taken at, epoch ms. */
  readonly asOf: number;
}

export interface PeerRun {
  /** From the start of consuming, joining the group included, until the last event is done with. */
  readonly seconds: number;
  /** Processor time, user and system, of the process that consumes, over the same span. */
  readonly cpuSeconds: number;
  /** SHA-256 over everybody's facts; null where nothing was folded. */
  readonly facts: string | null;
}

/** One way of consuming a topic: a fresh group, all events once. */
export type Peer = (source: Source) => Promise<PeerRun>;

/** @throws Failure `bug` when those that folded did not come to the same facts */
export function requireEqualFacts(runs: Readonly<Record<string, PeerRun>>): void {
  const folded = Object.entries(runs).filter(([, { facts }]) => facts !== null);
  const [first, ...others] = folded;
  for (const [name, { facts }] of others) {
    if (facts !== first![1].facts) throw new Failure('bug', `${name} and ${first![0]} do not come to the same facts`);
  }
}

/** Time and processor time of this process since it was made. */
export class Stopwatch {
  private readonly begun = performance.now();
  private readonly cpu = process.cpuUsage();

  read(): Pick<PeerRun, 'seconds' | 'cpuSeconds'> {
    const { user, system } = process.cpuUsage(this.cpu);
    return { seconds: (performance.now() - this.begun) / 1_000, cpuSeconds: (user + system) / 1e6 };
  }
}

/** Counts events that are done with; over with the last of them, or with the first that could not be. */
export class Consumption {
  private readonly over = Promise.withResolvers<void>();

  constructor(private left: number) {
    // Nobody may be waiting yet when the work fails.
    this.over.promise.catch(() => undefined);
  }

  /** @throws what the work threw */
  get done(): Promise<void> {
    return this.over.promise;
  }

  /** Does the work of so many events. @throws what it throws, after which the run is over */
  take(events: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
      throw error;
    }
    this.left -= events;
    if (this.left <= 0) this.over.resolve();
  }

  fail(error: unknown): void {
    this.over.reject(error);
  }
}

let runs = 0;

/** The name of a group that has never been. */
export function freshGroup(name: string): string {
  return `${name}-${process.pid}-${++runs}`;
}
