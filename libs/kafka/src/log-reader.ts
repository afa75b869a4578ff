import { type Cursor, Failure, type ReadPage, type ReadQuery, type StoredEvent } from '@vilfredo/event-sourcing';
import type { CursorText } from './cursor-text.js';
import { MergedPartitions } from './merged-partitions.js';
import type { PartitionReading } from './partition-reading.js';
import { MovingPositions, type Positions, partitionsOf, positionOf } from './positions.js';
import { ReadAhead } from './read-ahead.js';

/**
 * Reads the log page by page. A page merges its partitions by the time of recording; within a partition the order is that
 * of the log. Of events that are all there, pages follow each other the same way whenever they are read. At the end of the
 * log a partition may show an event a moment later than another shows one recorded after it: whoever reads there has the
 * two the other way round, and misses neither, since a cursor holds a place in every partition.
 */
export class LogReader {
  private readonly ahead: ReadAhead;

  constructor(
    private readonly reading: PartitionReading,
    private readonly counts: ReadonlyMap<string, number>,
    private readonly cursors: CursorText,
  ) {
    this.ahead = new ReadAhead(reading);
  }

  async page({ topics, after, through, limit }: ReadQuery): Promise<ReadPage> {
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new Failure('invalid', 'must be 1 or more', { field: 'limit' });
    }
    const from = after === undefined ? new Map() : this.cursors.read(after);
    const last = through === undefined ? undefined : this.cursors.read(through);
    const ends = await this.ends();
    for (const bound of [from, last]) if (bound !== undefined) this.assertWithin(bound, ends);
    const merged = new MergedPartitions(
      partitionsOf(new Set(topics), this.counts).map((place) => ({
        ...place,
        offset: positionOf(from, place),
        end: Math.min(positionOf(ends, place), last === undefined ? Number.MAX_SAFE_INTEGER : positionOf(last, place)),
      })),
      this.ahead,
    );
    const events: StoredEvent[] = [];
    while (events.length < limit) {
      const event = await merged.next();
      if (event === undefined) break;
      events.push(event);
    }
    return this.asPage(events, from, after);
  }

  /** The position after everything there is. */
  async ends(): Promise<Positions> {
    return this.reading.ends(partitionsOf(this.counts.keys(), this.counts));
  }

  private asPage(events: readonly StoredEvent[], from: Positions, after: Cursor | undefined): ReadPage {
    let taken = 0;
    let positions = new MovingPositions(from);
    const cursorAfter = (index: number): Cursor => {
      if (index + 1 < taken) {
        taken = 0;
        positions = new MovingPositions(from);
      }
      for (; taken <= index && taken < events.length; taken++) {
        const event = events[taken]!;
        positions.set(event, event.offset + 1);
      }
      return this.cursors.write(positions.now);
    };
    const cursor = events.length === 0 && after !== undefined ? after : cursorAfter(events.length - 1);
    return { events, cursor, cursorAfter };
  }

  private assertWithin(positions: Positions, ends: Positions): void {
    for (const [topic, offsets] of positions) {
      if (offsets.some((offset, partition) => offset > positionOf(ends, { topic, partition }))) {
        throw new Failure('invalid', 'is beyond the end of this log', { field: 'cursor' });
      }
    }
  }
}
