import type { Complaint, ContactFacts, Moment } from './contact-facts.js';
import type { Retention } from './retention.js';

const dayMs = 86_400_000;

/** Lets go of what is too old to matter as of an instant (epoch ms); in place. */
export function forgetOld(facts: ContactFacts, asOf: number, retention: Retention): void {
  const oldest = (kind: keyof Retention) => asOf - retention[kind] * dayMs;
  dropBefore(facts.ratings, oldest('ratings'));
  dropBefore(facts.matters, oldest('efforts'));
  dropBefore(facts.named, oldest('efforts'));
  dropBefore(facts.transfers, oldest('efforts'));
  dropBefore(facts.signals, oldest('signals'));
  dropComplaints(facts, oldest('complaints'));
}

function dropComplaints(facts: ContactFacts, oldest: number): void {
  for (const complaint of facts.complaints) {
    dropBefore(complaint.opened, oldest);
    if (complaint.resolved !== null && complaint.resolved.time < oldest) complaint.resolved = null;
  }
  const isGone = ({ opened, resolved }: Complaint) => opened.length === 0 && resolved === null;
  if (facts.complaints.some(isGone)) facts.complaints = facts.complaints.filter((complaint) => !isGone(complaint));
}

function dropBefore(list: Moment[], oldest: number): void {
  let gone = 0;
  while (gone < list.length && list[gone]!.time < oldest) gone++;
  if (gone > 0) list.splice(0, gone);
}
