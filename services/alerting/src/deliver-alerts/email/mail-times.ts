import { DateTime } from 'luxon';
import type { MailTimes } from '../receiver.js';

/** The first time after `from` (epoch ms) at which mail goes out, by the clocks of the zone; `from` itself for mail at once. */
export function nextMail(at: MailTimes, from: number, zone: string): number {
  if (at.every === 'alert') return from;
  const local = DateTime.fromMillis(from, { zone });
  if (at.every === 'hour') return local.startOf('hour').plus({ hours: 1 }).toMillis();
  const { hour, minute } = at;
  const today = local.startOf('day').set({ hour, minute });
  return (today.toMillis() > from ? today : local.startOf('day').plus({ days: 1 }).set({ hour, minute })).toMillis();
}
