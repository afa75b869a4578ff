import { type Cursor, type EventLog, Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { type ParkedEventSkipped, type PolicyActivated, read, Unreadable } from '@vilfredo/events';
import { type CallRules, shippedRules } from './call-rules.js';

/** The rules in force and the events left out, from the topic that records decisions. */
export class FollowedRules {
  rules: CallRules = shippedRules;
  private readonly skips = new Set<string>();
  private after: Cursor | undefined;

  constructor(private readonly log: Pick<EventLog, 'read'>) {}

  isSkipped(event: string): boolean {
    return this.skips.has(event);
  }

  /** Reads what was decided since. @returns the customers of whom an event was left out since */
  async readOn(): Promise<Set<string>> {
    const found = new Set<string>();
    for (;;) {
      const { after } = this;
      const page = await this.log.read({
        topics: ['governance'],
        limit: 200,
        ...(after === undefined ? {} : { after }),
      });
      for (const event of page.events) {
        if (event.type === 'PolicyActivated') this.activate(event);
        else if (event.type === 'ParkedEventSkipped') {
          this.skips.add(payloadOf<ParkedEventSkipped>(event).eventId);
          found.add(event.subject);
        }
      }
      this.after = page.cursor;
      if (page.events.length === 0) return found;
    }
  }

  /** Rules are numbered by the place in the log of the policy that changed them; a policy that keeps them keeps the number. */
  private activate(event: StoredEvent): void {
    const { policy } = payloadOf<PolicyActivated>(event);
    if (JSON.stringify(policy.calls) === JSON.stringify(this.rules.calls)) return;
    this.rules = { ...this.rules, calls: policy.calls, number: event.offset + 1 };
  }
}

function payloadOf<Payload>(event: StoredEvent): Payload {
  try {
    return read(event).payload as Payload;
  } catch (error) {
    if (error instanceof Unreadable) throw new Failure('invalid', error.message, { field: 'governance', cause: error });
    throw error;
  }
}
