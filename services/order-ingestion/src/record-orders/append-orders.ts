import type { AppendOutcome, EventLog, EventToAppend } from '@vilfredo/event-sourcing';

const mostEvents = 500;
const mostCharacters = 4_000_000;

/**
 * Appends facts in chunks, in the order given, and tells what became of each, with what the caller tied to it.
 * Nothing is told before the log has it.
 */
export class OrderAppender<Tied> {
  private events: EventToAppend[] = [];
  private tied: Tied[] = [];
  private characters = 0;

  constructor(
    private readonly log: Pick<EventLog, 'append'>,
    private readonly onOutcome: (outcome: AppendOutcome, tied: Tied) => void | Promise<void>,
  ) {}

  /** @throws Failure `unavailable` when the log refuses; the chunk in hand is then not written. */
  async add(event: EventToAppend, tied: Tied): Promise<void> {
    this.events.push(event);
    this.tied.push(tied);
    this.characters += event.data.length;
    if (this.events.length >= mostEvents || this.characters >= mostCharacters) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.events.length === 0) return;
    const { events, tied } = this;
    [this.events, this.tied, this.characters] = [[], [], 0];
    const outcomes = await this.log.append(events);
    for (const [i, one] of tied.entries()) await this.onOutcome(outcomes[i] as AppendOutcome, one);
  }
}
