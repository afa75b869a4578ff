import { Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import type { Place } from './partition-reading.js';

export interface Bounded extends Place {
  /** The offset to stop before. */
  readonly end: number;
}

/** Gives for each place what follows there, at least one event where there is one before `end`. */
export interface Supply {
  stretches(
    places: readonly Bounded[],
  ): Promise<readonly { readonly events: readonly StoredEvent[]; readonly to: number }[]>;
}

interface Head {
  readonly place: Bounded;
  events: readonly StoredEvent[];
  index: number;
  /** Where to read on when `events` are used up. */
  to: number;
}

/** An answer has room for some partitions only; a hundred of them are more than any log has partitions for. */
const MOST_ANSWERS = 100;

/**
 * Several partitions as one sequence: of the next events of each, the one recorded first. An event is given only when it is
 * known what stands next in every other partition, so that the sequence does not depend on how the log was read.
 */
export class MergedPartitions {
  private readonly heads: Head[];

  /** @param places in the order that decides between events of one moment */
  constructor(
    places: readonly Bounded[],
    private readonly supply: Supply,
  ) {
    this.heads = places.map((place) => ({ place, events: [], index: 0, to: place.offset }));
  }

  async next(): Promise<StoredEvent | undefined> {
    if (this.heads.some(isUsedUp)) await this.fill();
    let earliest: Head | undefined;
    for (const head of this.heads) {
      const event = head.events[head.index];
      if (event === undefined) continue;
      const other = earliest?.events[earliest.index];
      if (other === undefined || event.recordedat < other.recordedat) earliest = head;
    }
    return earliest?.events[earliest.index++];
  }

  private async fill(): Promise<void> {
    let answers = 0;
    for (let empty = this.heads.filter(isUsedUp); empty.length > 0; empty = empty.filter(isUsedUp)) {
      if (++answers > MOST_ANSWERS) throw new Failure('unavailable', 'Kafka gives no events, and has some');
      const stretches = await this.supply.stretches(empty.map(({ place, to }) => ({ ...place, offset: to })));
      for (const [index, head] of empty.entries()) {
        const { events, to } = stretches[index]!;
        head.events = events.filter(({ offset }) => offset < head.place.end);
        head.index = 0;
        head.to = to;
      }
    }
  }
}

function isUsedUp({ events, index, to, place }: Head): boolean {
  return index >= events.length && to < place.end;
}
