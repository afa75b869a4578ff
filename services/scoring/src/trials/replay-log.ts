import type { AppendOutcome, EventLog, EventToAppend, HistoryQuery, StoredEvent } from '@vilfredo/event-sourcing';
import { ToldChanges } from './told-changes.js';
import type { Moment, ReplayedEvent, TrialEvents } from './trial-events.js';

const beforeEverything: Moment = { at: 0, nth: -1 };

/** What a book sees of the log in a replay: no history beyond the event in hand; what it tells is only taken down. */
export class ReplayLog implements Pick<EventLog, 'append' | 'history'> {
  readonly told = new ToldChanges();
  private offset = 0;
  private first = 0;
  private inHand: readonly Moment[] = [beforeEverything];

  constructor(private readonly events: Pick<TrialEvents, 'ordersOf'>) {}

  /** Numbers events that are about to be folded. */
  take(replayed: readonly ReplayedEvent[]): readonly StoredEvent[] {
    this.first = this.offset;
    this.inHand = replayed;
    return replayed.map(({ event }) => ({ ...event, offset: this.offset++ }));
  }

  /** Numbers an event about rules or cut-offs, recorded at a moment (epoch ms). */
  govern(event: EventToAppend, at: number): StoredEvent {
    return { ...event, recordedat: new Date(at).toISOString(), partition: 0, offset: this.offset++ };
  }

  async append(changes: readonly EventToAppend[]): Promise<readonly AppendOutcome[]> {
    this.told.add(changes);
    return changes.map(() => 'appended');
  }

  history({ subject, upTo }: HistoryQuery): Promise<readonly StoredEvent[]> {
    const moment = upTo === undefined ? this.inHand.at(-1) : this.inHand[upTo.offset - this.first];
    return this.events.ordersOf(subject, moment ?? beforeEverything);
  }
}
