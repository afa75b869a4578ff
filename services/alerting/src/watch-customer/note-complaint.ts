import type { Payloads } from '@vilfredo/events';
import type { PolicyInForce } from './policy-in-force.js';
import { drop, signOf, stand } from './signs.js';
import type { WatchedCustomer } from './watched-customer.js';
import type { News, WatchedEvent } from './watched-event.js';
import { countWords, dateWords } from './words.js';

const dayMs = 86_400_000;

/**
 * A complaint stands until its case is resolved, as grave as the gravest about it; one that is told only when it has
 * lost half of its weight is history. What a case is called is the source's, and stays out of the words.
 */
export function noteComplaint(
  customer: WatchedCustomer,
  event: WatchedEvent,
  { source, caseId, kind, severity = 1 }: Payloads['CaseOpened'],
  { calendar, policy }: PolicyInForce,
): void {
  if (event.at - event.time > policy.churn.complaints.halfLifeDays * dayMs) return;
  const about = caseOf(source, caseId);
  const before = signOf(customer, 'complaint', about);
  if (kind !== 'complaint' || (before !== undefined && before.gravity >= severity)) return;
  const open = customer.signs.filter((sign) => sign.trigger === 'complaint' && sign.about !== about).length + 1;
  const day = dateWords(calendar.dateOf(calendar.dayOf(event.time)));
  const grave = `severity ${severity} of 3`;
  const again = before === undefined && open === 1 ? '' : 'again ';
  const among = open === 1 ? '' : `; ${countWords(open)} complaints are open`;
  const text = `Complained ${again}on ${day}, ${grave}${among}.`;
  stand(customer, { trigger: 'complaint', about, words: [String(severity)], gravity: severity, text }, event);
}

export function noteSettled(
  customer: WatchedCustomer,
  { source, caseId, recovered }: Payloads['CaseResolved'],
): News | null {
  if (!drop(customer, 'complaint', caseOf(source, caseId))) return null;
  return recovered
    ? { trigger: 'complaint', text: 'The complaint was settled, and the customer is content.', outcome: 'recovered' }
    : { trigger: 'complaint', text: 'The complaint was settled, though not to their content.', outcome: 'ignored' };
}

function caseOf(source: string, caseId: string): string {
  return `${source}/${caseId}`;
}
