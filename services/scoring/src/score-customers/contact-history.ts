import { type EventLog, topicPartition } from '@vilfredo/event-sourcing';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { readCustomerEvent } from '../assess-customer/read-customer-event.js';
import { addContact } from '../contact-facts/add-contact.js';
import { type ContactFacts, noContacts } from '../contact-facts/contact-facts.js';

/**
 * What a customer's contacts left behind ever, read back from the log: what is folded in, without what somebody decided
 * to leave out.
 * @throws Failure `invalid` when one of them cannot be read
 */
export async function contactsFromHistory(
  log: Pick<EventLog, 'history'>,
  { id, skipped, watermarks }: Pick<CustomerScore, 'id' | 'skipped' | 'watermarks'>,
): Promise<ContactFacts> {
  const contacts = noContacts();
  for (const stored of await log.history({ topics: ['interactions'], subject: id })) {
    const isFolded = stored.offset <= (watermarks[topicPartition(stored)] ?? -1);
    if (!isFolded || skipped.includes(stored.id)) continue;
    const { id: event, time, read } = readCustomerEvent(stored);
    addContact(contacts, { time, event }, read);
  }
  return contacts;
}
