import type { EventToAppend, StoredEvent } from '@vilfredo/event-sourcing';

/** What an event takes besides what it carries, as characters. */
const ENVELOPE = 500;

/**
 * The newest events that this process appended, without a gap, so that who follows the log need not read back what was
 * just written. Bounded by what they take.
 */
export class EventTail {
  private events: StoredEvent[] = [];
  /** Index of the first event that still counts; what lies before it is let go of now and then. */
  private first = 0;
  private characters = 0;

  /** @param most characters kept, about */
  constructor(private readonly most = 18_000_000) {}

  /** Events that were committed at these positions and onwards, all recorded at one time. */
  add(
    events: readonly EventToAppend[],
    firstPosition: number,
    recordedAt: number,
    partitions: readonly number[],
  ): void {
    if (this.last !== firstPosition - 1) this.clear();
    const recordedat = new Date(recordedAt).toISOString();
    for (const [i, event] of events.entries()) {
      this.events.push({ ...event, recordedat, partition: partitions[i]!, offset: firstPosition + i });
      this.characters += sizeOf(event);
    }
    while (this.characters > this.most) this.characters -= sizeOf(this.events[this.first++]!);
    if (this.first < this.events.length / 2) return;
    this.events = this.events.slice(this.first);
    this.first = 0;
  }

  /** Events of the topics between two positions (the first exclusive), at most `limit`; undefined where the tail does not reach back that far. */
  between(topics: readonly string[], after: number, last: number, limit: number): StoredEvent[] | undefined {
    const begin = this.events[this.first]?.offset;
    const end = this.last;
    if (begin === undefined || end === undefined || after < begin - 1 || after > end) return undefined;
    const found: StoredEvent[] = [];
    for (let i = this.first + (after + 1 - begin); i < this.events.length && found.length < limit; i++) {
      const event = this.events[i]!;
      if (event.offset > last) break;
      if (topics.includes(event.topic)) found.push(event);
    }
    return found;
  }

  /** Position of the newest event. */
  get last(): number | undefined {
    return this.events.at(-1)?.offset;
  }

  clear(): void {
    this.events = [];
    this.first = 0;
    this.characters = 0;
  }
}

function sizeOf({ data }: Pick<EventToAppend, 'data'>): number {
  return ENVELOPE + data.length;
}
