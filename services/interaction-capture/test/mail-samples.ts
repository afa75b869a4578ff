import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@vilfredo/event-sourcing';
import type { MailInteraction } from '../src/read-mail/mail.js';
import type { RecordInteraction } from '../src/watch-mail/settle-mail.js';

export const mailSettings = { source: 'mail', own: ['shop.example'] };

/** A question of a customer, told apart by its number. */
export function sampleMail(id: number): string {
  return [
    'From: Ann <ann@customer.example>',
    'To: service@shop.example',
    `Message-ID: <${id}@customer.example>`,
    'Date: Mon, 2 Nov 2026 10:00:00 +0000',
    `Subject: question ${id}`,
    '',
    `Where is order ${id}?`,
    '',
  ].join('\r\n');
}

/** What is kept of a mail's own id. */
export function keptId(messageId: string): string {
  return createHash('sha256').update(messageId).digest('hex');
}

/** A mail that cannot be used. */
export const senderless = 'To: service@shop.example\r\n\r\nwho?\r\n';

/** A log that knows by id what it has, and can be out of reach. */
export class SampleLog {
  readonly recorded: MailInteraction[] = [];
  /** Ids in the order in which they were handed in, known ones too. */
  readonly handedIn: string[] = [];
  isOutOfReach = false;

  readonly record: RecordInteraction = async (interaction) => {
    if (this.isOutOfReach) throw new Failure('unavailable', 'the log is out of reach');
    this.handedIn.push(interaction.interactionId);
    const known = this.recorded.find(({ interactionId }) => interactionId === interaction.interactionId);
    if (known === undefined) this.recorded.push(interaction);
    else if (JSON.stringify(known) !== JSON.stringify(interaction))
      return { refused: [{ field: 'interactionId', reason: 'conflict' }] };
    return known === undefined ? 'recorded' : 'duplicate';
  };

  get ids(): number[] {
    return this.recorded.map(({ subject }) => Number(subject?.replace('question ', '')));
  }
}

/** Waits until it is so, and fails when it is not so in time. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  milliseconds = 15_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Failure('bug', `it did not come to be: ${what}`);
    await pause(10);
  }
}
