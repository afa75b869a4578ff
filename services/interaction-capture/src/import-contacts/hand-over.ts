import type { ContactIntake, ContactOutcome, IntakeTrace } from '../record-contacts/contact-intake.js';
import type { Intake } from './contact-columns.js';

const mostRecords = 500;
const mostCharacters = 4_000_000;

/** Hands records to the intake in batches, in the order given, and tells what became of each once the log has it. */
export class HandOver<Tied> {
  private records: unknown[] = [];
  private tied: Tied[] = [];
  private characters = 0;

  constructor(
    private readonly intake: ContactIntake,
    private readonly onOutcome: (outcome: ContactOutcome, tied: Tied) => void | Promise<void>,
    private readonly trace?: IntakeTrace,
  ) {}

  /** @throws Failure `unavailable` when the log refuses; nothing of the batch in hand may then be taken as recorded */
  async add(record: Intake, tied: Tied): Promise<void> {
    this.records.push(record);
    this.tied.push(tied);
    this.characters += typeof record.text === 'string' ? record.text.length : 200;
    if (this.records.length >= mostRecords || this.characters >= mostCharacters) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.records.length === 0) return;
    const { records, tied } = this;
    [this.records, this.tied, this.characters] = [[], [], 0];
    const outcomes = await this.intake.record(records, this.trace);
    for (const [i, one] of tied.entries()) await this.onOutcome(outcomes[i] as ContactOutcome, one);
  }
}
