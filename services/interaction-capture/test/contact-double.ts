import { Failure } from '@vilfredo/event-sourcing';
import type { ContactIntake, ContactOutcome } from '../src/record-contacts/contact-intake.js';
import { readContact } from '../src/record-contacts/read-contact.js';

type Fields = Readonly<Record<string, unknown>>;

export const now = Date.parse('2026-10-05T12:00:00Z');

/** An intake that keeps records in memory: what the real one would refuse is refused, (source, own id) is one fact. */
export class ContactDouble implements ContactIntake {
  readonly records: Fields[] = [];
  readonly calls: number[] = [];
  /** Thrown in place of an answer while it is set. */
  failure: Failure | undefined;
  private readonly byId = new Map<string, string>();

  async record(intakes: readonly unknown[]): Promise<readonly ContactOutcome[]> {
    if (this.failure !== undefined) throw this.failure;
    this.calls.push(intakes.length);
    return intakes.map((intake) => this.recordOne(intake as Fields));
  }

  fail(reason: string): void {
    this.failure = new Failure('unavailable', reason, { retryAfter: 3 });
  }

  private recordOne(intake: Fields): ContactOutcome {
    const { contact, refused } = readContact(intake, now);
    if (contact === undefined) return { refused };
    const own = Object.entries(contact).filter(([name]) => ['source', 'kind', 'ratingId', 'attemptId'].includes(name));
    const id = JSON.stringify([own, 'ratingId' in contact || 'attemptId' in contact ? '' : intake.interactionId]);
    const text = JSON.stringify(intake);
    const known = this.byId.get(id);
    if (known !== undefined && known !== text) return { refused: [{ field: '', reason: 'conflict' }] };
    this.byId.set(id, text);
    if (known === undefined) this.records.push(intake);
    return {
      outcome: known === undefined ? 'recorded' : 'duplicate',
      customerId: contact.who.customerId ?? 'prospect',
    };
  }
}
