import { type EventToAppend, type StoredEvent, topicPartition } from './event.js';
import { type Failure, failureOf, failureTable } from './failure.js';
import type { ParkingLot } from './parking-lot.js';
import type { Projection } from './projection.js';

/** A subject's state in hand, and what has come of it so far. */
export interface Touched<State> {
  version: number;
  state: State;
  changes: EventToAppend[];
  /** What is to be parked once the state is saved: were it parked sooner, a failed save would park those before it too. */
  parks: { event: StoredEvent; failure: Failure | null }[];
  dirty: boolean;
}

export interface SubjectFoldOptions<State> {
  readonly projection: Projection<State>;
  readonly parking: Pick<ParkingLot, 'has'>;
  /** An event that the business refuses: it is left out, and its subject goes on. */
  readonly onRefused?: (event: StoredEvent, failure: Failure) => void;
  /** Puts the stored state back in hand. */
  readonly reload: (touched: Touched<State>, subject: string) => Promise<void>;
}

/** Folds events into one subject's state. */
export class SubjectFold<State> {
  constructor(private readonly options: SubjectFoldOptions<State>) {}

  /** Folds one subject's events; what cannot be folded is to be parked, and the state stays as the good ones left it. */
  async fold(touched: Touched<State>, subject: string, events: readonly StoredEvent[]): Promise<void> {
    const refused = new Set<StoredEvent>();
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (touched.parks.length > 0 || this.options.parking.has(subject)) {
        touched.parks.push({ event, failure: null });
        continue;
      }
      try {
        const folding = this.foldOne(touched, event);
        if (folding !== undefined) await folding;
      } catch (error) {
        const failure = failureOf(error);
        const { consumer } = failureTable[failure.kind];
        if (consumer === 'retry') throw failure;
        await this.refold(touched, subject, events.slice(0, i), refused);
        await this.approach(touched, event);
        if (consumer === 'skip') {
          refused.add(event);
          this.pass(touched, event);
          this.options.onRefused?.(event, failure);
        } else touched.parks.push({ event, failure });
      }
    }
  }

  /** @throws what the projection throws */
  foldOne(touched: Touched<State>, event: StoredEvent): undefined | Promise<void> {
    const { projection } = this.options;
    const watermarks = projection.watermarks(touched.state);
    const partition = topicPartition(event);
    if (event.offset <= (watermarks[partition] ?? -1)) return undefined;
    const evolved = projection.evolve(touched.state, event);
    const keep = (changes: readonly EventToAppend[] | null) => {
      if (changes === null) return;
      this.pass(touched, event);
      for (const change of changes) touched.changes.push(change);
    };
    if (evolved instanceof Promise) return evolved.then(keep);
    keep(evolved);
    return undefined;
  }

  private async approach(touched: Touched<State>, event: StoredEvent): Promise<void> {
    const changes = (await this.options.projection.approach?.(touched.state, event)) ?? null;
    if (changes === null) return;
    touched.dirty = true;
    touched.changes.push(...changes);
  }

  /** The event is done with: it is not looked at when it comes again. */
  private pass(touched: Touched<State>, event: StoredEvent): void {
    this.options.projection.watermarks(touched.state)[topicPartition(event)] = event.offset;
    touched.dirty = true;
  }

  /** A failed fold may have left the state half changed: starts again from the stored one with the events before it. */
  private async refold(
    touched: Touched<State>,
    subject: string,
    before: readonly StoredEvent[],
    refused: ReadonlySet<StoredEvent>,
  ): Promise<void> {
    await this.options.reload(touched, subject);
    for (const event of before) {
      if (refused.has(event)) this.pass(touched, event);
      else await this.foldOne(touched, event);
    }
  }
}
