/** The next offset to read of each partition, by topic; what is missing is 0. */
export type Positions = ReadonlyMap<string, readonly number[]>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export function positionOf(positions: Positions, { topic, partition }: TopicPartition): number {
  return positions.get(topic)?.[partition] ?? 0;
}

/** Positions that can be moved. */
export class MovingPositions {
  private readonly offsets = new Map<string, number[]>();

  constructor(from: Positions = new Map()) {
    for (const [topic, offsets] of from) this.offsets.set(topic, [...offsets]);
  }

  set({ topic, partition }: TopicPartition, offset: number): void {
    const offsets = this.offsets.get(topic) ?? [];
    for (let missing = offsets.length; missing < partition; missing++) offsets.push(0);
    offsets[partition] = offset;
    this.offsets.set(topic, offsets);
  }

  /** Moves forward only. */
  advance(place: TopicPartition, offset: number): void {
    if (offset > positionOf(this.offsets, place)) this.set(place, offset);
  }

  get now(): Positions {
    return this.offsets;
  }
}

/** Every partition of these topics. */
export function partitionsOf(topics: Iterable<string>, counts: ReadonlyMap<string, number>): readonly TopicPartition[] {
  return [...topics].flatMap((topic) =>
    Array.from({ length: counts.get(topic) ?? 0 }, (_, partition) => ({ topic, partition })),
  );
}
