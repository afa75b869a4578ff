import type { Mail, MailSettings } from './mail.js';

const day = 86_400_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const mostDaysInTransit = 7;
/** There was no mail of this format before RFC 822: an earlier date is a clock that was never set. */
const firstMail = Date.UTC(1982, 7, 13);
const shape =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(.*)$/i;
const namedZones: Readonly<Record<string, number>> = {
  EDT: -4,
  EST: -5,
  CDT: -5,
  CST: -6,
  MDT: -6,
  MST: -7,
  PDT: -7,
  PST: -8,
};

/**
 * Epoch milliseconds of a date as mails write it (RFC 5322, 3.3 and 4.3); undefined when it cannot be read. A zone that
 * is missing or not known is UTC.
 */
export function readMailDate(written: string): number | undefined {
  const match = shape.exec(
    written
      .slice(0, 200)
      .replace(/\([^()]*\)/g, ' ')
      .trim(),
  );
  if (match === null) return undefined;
  const [, date, name, year, hours, minutes, seconds, zone] = match;
  const month = months.indexOf((name ?? '').toLowerCase());
  const [d, h, m] = [Number(date), Number(hours), Number(minutes)];
  // A leap second is the next one: there is no other number for it.
  const s = Number(seconds ?? 0);
  const midnight = Date.UTC(fullYear(year ?? ''), month, d);
  if (month < 0 || new Date(midnight).getUTCDate() !== d || h > 23 || m > 59 || s > 60) return undefined;
  return midnight + ((h * 60 + m - offsetMinutes(zone ?? '')) * 60 + s) * 1_000;
}

/** RFC 5322, 4.3: years of two and three digits. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length >= 4) return year;
  return digits.length === 2 && year < 50 ? 2_000 + year : 1_900 + year;
}

function offsetMinutes(zone: string): number {
  const numeric = /^\s*([+-])(\d{2}):?(\d{2})/.exec(zone);
  if (numeric === null) return (namedZones[zone.trim().toUpperCase()] ?? 0) * 60;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  return numeric[1] === '-' ? -minutes : minutes;
}

/**
 * When a mail was written, in epoch milliseconds: its date header, unless it is forged; then when our server received it,
 * else when it arrived at its source. The present is not asked, so that a mail read again has the same date.
 */
export function dateOfMail(mail: Mail, settings: Pick<MailSettings, 'mostDaysInTransit'>): number | undefined {
  const received = (mail.headers.get('received') ?? []).map(receivedAt).filter((at) => at !== undefined);
  const taken = takenAt(received, mail.arrivedAt);
  const written = readMailDate(mail.headers.get('date')?.[0] ?? '');
  if (written === undefined || written < firstMail) return taken;
  if (taken !== undefined && written > taken + day) return taken;
  const earliest = received.length > 0 ? Math.min(...received) : undefined;
  const transit = (settings.mostDaysInTransit ?? mostDaysInTransit) * day;
  return earliest !== undefined && written < earliest - transit ? taken : written;
}

/** The topmost Received is of our own server; it too is not believed when it says that the mail is still to come. */
function takenAt(received: readonly number[], arrivedAt: number | undefined): number | undefined {
  const [topmost] = received;
  if (topmost === undefined) return arrivedAt;
  return arrivedAt !== undefined && topmost > arrivedAt + day ? arrivedAt : topmost;
}

function receivedAt(header: string): number | undefined {
  const at = readMailDate(header.slice(header.lastIndexOf(';') + 1).trim());
  return at === undefined || at < firstMail ? undefined : at;
}
