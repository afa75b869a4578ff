import type { StoredEvent } from '@vilfredo/event-sourcing';
import type { Place } from './partition-reading.js';
import type { TopicPartition } from './positions.js';

/** What came of one partition in one answer of the broker. */
export interface Arrival extends TopicPartition {
  readonly events: readonly StoredEvent[];
  /** The offset to read on from when all are done with. */
  readonly next: number;
}

interface Lane extends Arrival {
  taken: number;
  readonly done: (isDone: boolean) => void;
  readonly failed: (error: Error) => void;
}

/** Events out of several lanes, and where each partition stands when they are done with. */
export interface Taken {
  readonly events: readonly StoredEvent[];
  readonly places: readonly Place[];
}

/** Puts what comes of several partitions together to batches, in the order of each partition. One batch is out at a time. */
export class BatchLanes {
  private lanes: Lane[] = [];
  private inHand: Lane[] = [];
  private dropped: { readonly error: Error | undefined } | undefined;

  /** Resolves when all is done with (true) or was dropped (false); rejects with the error of the drop. */
  open(arrival: Arrival): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.lanes.push({ ...arrival, taken: 0, done: resolve, failed: reject });
    });
  }

  /** Nothing is open. */
  get isEmpty(): boolean {
    return this.lanes.length === 0 && this.inHand.length === 0;
  }

  get isOut(): boolean {
    return this.inHand.length > 0;
  }

  /** There is more to take. */
  get hasMore(): boolean {
    return this.lanes.length > 0;
  }

  take(limit: number): Taken | undefined {
    const events: StoredEvent[] = [];
    const places: Place[] = [];
    let used = 0;
    for (const lane of this.lanes) {
      if (events.length === limit) break;
      const from = lane.taken;
      lane.taken = Math.min(lane.events.length, from + limit - events.length);
      for (let index = from; index < lane.taken; index++) events.push(lane.events[index]!);
      const { topic, partition } = lane;
      const offset = lane.taken === lane.events.length ? lane.next : lane.events[lane.taken]!.offset;
      places.push({ topic, partition, offset });
      this.inHand.push(lane);
      if (lane.taken === lane.events.length) used += 1;
    }
    if (places.length === 0) return undefined;
    this.lanes.splice(0, used);
    return { events, places };
  }

  /** The batch that was taken is done with, or given up because its lanes were dropped meanwhile. */
  release(): void {
    const { dropped, inHand } = this;
    this.inHand = [];
    this.dropped = undefined;
    for (const lane of inHand) {
      if (dropped !== undefined) end(lane, dropped.error);
      else if (lane.taken === lane.events.length) lane.done(true);
    }
  }

  /** Forgets everything; lanes with events in the batch that is out end when it is released. */
  drop(error?: Error): void {
    const lanes = this.lanes.filter((lane) => !this.inHand.includes(lane));
    this.lanes = [];
    if (this.inHand.length > 0) this.dropped = { error };
    for (const lane of lanes) end(lane, error);
  }
}

function end(lane: Lane, error: Error | undefined): void {
  if (error === undefined) lane.done(false);
  else lane.failed(error);
}
