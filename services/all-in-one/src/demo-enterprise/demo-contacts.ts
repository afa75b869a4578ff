import { calendarOf, isoOf } from './calendar.js';
import { contactsOf, registrationOf } from './contacts.js';
import type { DemoContact } from './demo-contact.js';
import type { DemoOptions } from './demo-enterprise.js';
import { populationOf } from './population.js';
import { prospectContacts } from './prospects.js';
import { randomFor } from './random.js';

/**
 * Who the customers of the demo enterprise are, and their calls, mails, letters and ratings: objects for
 * `POST /customers`, `/interactions` and `/ratings`, in order of time. The same options give the same, byte for byte.
 */
export function demoContacts({ seed, customers = 2000, months = 14, until }: DemoOptions): readonly DemoContact[] {
  const calendar = calendarOf(until, months);
  const last = isoOf(calendar.until);
  const contacts: DemoContact[] = [];
  for (const profile of populationOf({ seed, customers, days: calendar.days })) {
    const random = randomFor(seed, 7, profile.index);
    contacts.push(registrationOf(random, profile, seed, calendar));
    contacts.push(...contactsOf(random, profile, seed, calendar));
  }
  contacts.push(...prospectContacts(seed, calendar));
  return contacts
    .filter(({ at }) => at <= last)
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
