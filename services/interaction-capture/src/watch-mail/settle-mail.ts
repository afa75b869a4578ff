import type { MailInteraction, MailReading, Refusal } from '../read-mail/mail.js';

/**
 * Port: hands an interaction to the log. Resolves when the log has it, or when it never will.
 * @throws Failure `unavailable` when it cannot say: the mail is then handed in again later
 */
export type RecordInteraction = (
  interaction: MailInteraction,
) => Promise<'recorded' | 'duplicate' | { readonly refused: readonly Refusal[] }>;

export type MailOutcome = 'recorded' | 'duplicate' | { readonly refused: readonly Refusal[] };

/** What became of one mail; it holds nothing of what the mail says. */
export interface MailReport {
  /** Where it lies: a name of a file, `byte 17` of an archive, `uid 17` of a mailbox. */
  readonly mail: string;
  readonly outcome: MailOutcome;
}

/** Records what was read. Only when this has resolved may the mail be acknowledged at its source. */
export async function settleMail(reading: MailReading, record: RecordInteraction): Promise<MailOutcome> {
  return reading.interaction === undefined ? { refused: reading.refused } : record(reading.interaction);
}

export function isRefused(outcome: MailOutcome): outcome is { readonly refused: readonly Refusal[] } {
  return typeof outcome !== 'string';
}
