import type { PartitionReading, Place } from './partition-reading.js';
import { MovingPositions, type Positions, partitionsOf, positionOf, type TopicPartition } from './positions.js';

/** How far a group has come: our own commits as we make them, those of other members when asked for. */
export class GroupPositions {
  private readonly positions = new MovingPositions();
  private readonly places: readonly TopicPartition[];

  private constructor(
    private readonly reading: Pick<PartitionReading, 'ends' | 'committed' | 'beginnings'>,
    private readonly group: string,
    topics: readonly string[],
    counts: ReadonlyMap<string, number>,
  ) {
    this.places = partitionsOf(topics, counts);
  }

  static async open(
    reading: Pick<PartitionReading, 'ends' | 'committed' | 'beginnings'>,
    group: string,
    topics: readonly string[],
    counts: ReadonlyMap<string, number>,
  ): Promise<GroupPositions> {
    const positions = new GroupPositions(reading, group, topics, counts);
    positions.advance(await reading.beginnings(positions.places));
    await positions.refresh();
    return positions;
  }

  get now(): Positions {
    return this.positions.now;
  }

  committed(places: readonly Place[]): void {
    for (const place of places) this.positions.advance(place, place.offset);
  }

  /** Asks the coordinator. @throws Failure `unavailable` */
  async refresh(): Promise<void> {
    this.advance(await this.reading.committed(this.group, this.places));
  }

  /** Events after what the group has committed. @param numbers only of these partition numbers, when given */
  async lag(numbers?: readonly number[]): Promise<number> {
    const places = this.places.filter(({ partition }) => numbers?.includes(partition) ?? true);
    const ends = await this.reading.ends(places);
    return places.reduce((sum, place) => sum + Math.max(0, positionOf(ends, place) - positionOf(this.now, place)), 0);
  }

  /** Whether these partition numbers are all there are. */
  areAll(numbers: readonly number[]): boolean {
    return this.places.every(({ partition }) => numbers.includes(partition));
  }

  private advance(positions: Positions): void {
    for (const place of this.places) this.positions.advance(place, positionOf(positions, place));
  }
}
