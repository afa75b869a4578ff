import type { Automatic, Mail } from './mail.js';

const robots = /^(mailer-daemon|postmaster|mail-daemon)@/i;

/**
 * What sent a mail, when nobody wrote it: RFC 3464 for reports of delivery, RFC 3834 for answers of machines, RFC 2919
 * for lists, and what was usual before those. Undefined for a mail of a person.
 */
export function recogniseAutomatic(mail: Mail): Automatic | undefined {
  const value = (name: string) => (mail.headers.get(name)?.[0] ?? '').trim().toLowerCase();
  const type = value('content-type');
  if (mail.deliveryStatus.length > 0) return failedRecipients(mail).length > 0 ? 'bounce' : 'auto-reply';
  if (value('x-failed-recipients') !== '') return 'bounce';
  const isUnanswerable = value('return-path').replace(/\s/g, '') === '<>';
  if (isUnanswerable && mail.from.some((address) => robots.test(address))) return 'bounce';
  if (type.startsWith('multipart/report')) return 'auto-reply';
  if (/^auto-(replied|generated|notified)/.test(value('auto-submitted'))) return 'auto-reply';
  if (['x-autoreply', 'x-autorespond', 'x-auto-reply'].some((name) => mail.headers.has(name))) return 'auto-reply';
  const precedence = value('precedence');
  if (/^auto[_-]?reply/.test(precedence)) return 'auto-reply';
  if (mail.headers.has('list-id') || /^(list|bulk|junk)\b/.test(precedence)) return 'list';
  return isUnanswerable ? 'auto-reply' : undefined;
}

/** Whom a mail of ours did not reach, as written in the report: the address we wrote to, else where it was sent on. */
export function failedRecipients(mail: Mail): readonly string[] {
  const reported = mail.deliveryStatus.flatMap((text) => text.split(/\r?\n[ \t]*\r?\n/).flatMap(failedRecipient));
  const named = (mail.headers.get('x-failed-recipients') ?? []).flatMap((value) => value.split(','));
  return [...reported, ...named].map((address) => address.trim()).filter((address) => address !== '');
}

function failedRecipient(group: string): string[] {
  const fields = group.replace(/\r?\n[ \t]+/g, ' ');
  if (!/^action:\s*failed\b/im.test(fields)) return [];
  for (const name of ['original', 'final']) {
    const address = new RegExp(`^${name}-recipient:[^;\\n]*;[ \\t]*(.+)$`, 'im').exec(fields)?.[1];
    if (address !== undefined) return [address.replace(/^<|>\s*$/g, '')];
  }
  return [];
}
