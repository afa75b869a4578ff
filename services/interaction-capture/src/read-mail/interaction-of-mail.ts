import { createHash } from 'node:crypto';
import type { Automatic, Mail, MailReading, MailSettings } from './mail.js';
import { isOwnAddress, mailAddress } from './mail-address.js';
import { dateOfMail } from './mail-date.js';
import { failedRecipients, recogniseAutomatic } from './recognise-automatic.js';

const longestText = 100_000;
const longestSubject = 1_000;

/** The interaction that a mail is, or why it is none. Pure: the same mail gives the same interaction for ever. */
export function interactionOfMail(mail: Mail, settings: MailSettings): MailReading {
  const automatic = recogniseAutomatic(mail);
  const party = otherParty(mail, settings.own, automatic);
  const at = dateOfMail(mail, settings);
  const refused = [
    ...('reason' in party ? [party] : []),
    ...(at === undefined ? [{ field: 'date', reason: 'noDate' }] : []),
  ];
  if ('reason' in party || at === undefined) return { refused };
  const interactionId = idsIn(mail.messageId)[0] ?? mail.hash;
  const text = clean(mail.text, longestText);
  const subject = clean(mail.subject, longestSubject);
  return {
    interaction: {
      source: settings.source,
      interactionId,
      channel: 'email',
      direction: party.direction,
      at: new Date(at).toISOString(),
      contactPoint: { kind: 'email', value: party.address },
      issueId: idsIn(mail.references)[0] ?? idsIn(mail.inReplyTo)[0] ?? interactionId,
      ...(subject === '' ? {} : { subject }),
      ...(text === '' ? {} : { text }),
      attachments: mail.attachments,
      ...(automatic === undefined ? {} : { automatic }),
    },
  };
}

type Party =
  | { readonly direction: 'in' | 'out'; readonly address: string }
  | { readonly field: string; readonly reason: string };

function otherParty(mail: Mail, own: readonly string[], automatic: Automatic | undefined): Party {
  if (automatic === 'bounce') {
    const address = firstAddress(failedRecipients(mail));
    return address === undefined ? { field: 'recipient', reason: 'noFailedRecipient' } : { direction: 'in', address };
  }
  const from = firstAddress(mail.from);
  if (from === undefined) return { field: 'from', reason: 'noSender' };
  if (!isOwnAddress(from, own)) return { direction: 'in', address: from };
  const isForeign = (address: string) => !isOwnAddress(address, own);
  const to = firstAddress(mail.recipients, isForeign);
  if (to !== undefined) return { direction: 'out', address: to };
  // A form on the enterprise's own page writes to itself, and names who filled it in as the one to answer.
  const asker = firstAddress(mail.replyTo, isForeign);
  if (asker !== undefined) return { direction: 'in', address: asker };
  return { field: 'to', reason: firstAddress(mail.recipients) === undefined ? 'noRecipient' : 'internal' };
}

function firstAddress(written: readonly string[], isWanted: (address: string) => boolean = () => true) {
  for (const one of written) {
    const address = mailAddress(one);
    if (address !== undefined && isWanted(address)) return address;
  }
  return undefined;
}

/**
 * Hashes of the message ids in a header, without their brackets. Some programs make ids out of the sender's address, and
 * an interaction's id is kept in the open.
 */
function idsIn(header: string | undefined): string[] {
  const written = (header ?? '').slice(0, 100_000);
  const bracketed = [...written.matchAll(/<([^<>]+)>/g)].map(([, id]) => id ?? '');
  const ids = bracketed.length > 0 ? bracketed : written.split(/\s+/);
  return ids
    .map((id) => id.replace(/[\s\p{Cc}]+/gu, ''))
    .filter((id) => id !== '')
    .map((id) => createHash('sha256').update(id).digest('hex'));
}

/** No zero byte, no half character, and no more than `longest` characters. */
function clean(text: string | undefined, longest: number): string {
  return (text ?? '').trim().replaceAll('\0', '\uFFFD').slice(0, longest).toWellFormed();
}
