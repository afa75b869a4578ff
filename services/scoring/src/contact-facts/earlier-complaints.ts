import type { Complaint, ContactFacts, Opening } from './contact-facts.js';

/** A case as versions wrote it that kept only the first complaint about it. */
export interface EarlierComplaint extends Omit<Complaint, 'opened'> {
  readonly opened: Opening | null;
}

export interface ContactsJson extends Omit<ContactFacts, 'complaints'> {
  readonly complaints: readonly (Complaint | EarlierComplaint)[];
}

/** What contacts left behind as it was written, be it by a version that kept one complaint of a case. */
export function contactsFromJson(json: ContactsJson): ContactFacts {
  return { ...json, complaints: json.complaints.map((one) => (isEarlier(one) ? complaintFromEarlier(one) : one)) };
}

function isEarlier(complaint: Complaint | EarlierComplaint): complaint is EarlierComplaint {
  return !Array.isArray(complaint.opened);
}

function complaintFromEarlier({ opened, ...rest }: EarlierComplaint): Complaint {
  return { key: rest.key, opened: opened === null ? [] : [opened], resolved: rest.resolved };
}
