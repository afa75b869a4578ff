import type { Payloads } from '@vilfredo/events';
import { noteComplaint, noteSettled } from './note-complaint.js';
import { noteInterest, noteRisk, noteSatisfaction, noteSilence } from './note-scores.js';
import { noteTier } from './note-tier.js';
import type { PolicyInForce } from './policy-in-force.js';
import type { WatchedCustomer } from './watched-customer.js';
import type { News, WatchedEvent } from './watched-event.js';

/** Notes what an event says in the customer's state, in place. Null where nothing that a rule may rest on got better. */
export function noteEvent(customer: WatchedCustomer, event: WatchedEvent, inForce: PolicyInForce): News | null {
  const { read } = event;
  switch (read.type) {
    case 'ValueChanged':
      noteValue(customer, read.payload);
      return null;
    case 'QualificationChanged':
      customer.qualification = read.payload.to ?? null;
      return null;
    case 'ActivityChanged':
      customer.activity = read.payload.to;
      if (read.payload.to === 'lost') customer.lostAt = Math.max(event.at, customer.lostAt ?? event.at);
      return null;
    case 'TierChanged':
      return noteTier(customer, event, read.payload, inForce);
    case 'SatisfactionClassChanged':
      return noteSatisfaction(customer, event, read.payload);
    case 'SilenceDetected':
      return noteSilence(customer, event, read.payload, inForce);
    case 'ChurnRiskChanged':
      return noteRisk(customer, event, read.payload);
    case 'StageChanged':
      return noteInterest(customer, event, read.payload);
    case 'CaseOpened':
      noteComplaint(customer, event, read.payload, inForce);
      return null;
    case 'CaseResolved':
      return noteSettled(customer, read.payload);
    case 'ContactAttempted':
      noteAttempt(customer, event, read.payload);
      return null;
    case 'CustomerRegistered':
      customer.owner = read.payload.ownerId ?? customer.owner;
      return null;
    case 'OwnerAssigned':
      customer.owner = read.payload.ownerId ?? null;
      return null;
    case 'CustomersMerged':
      customer.mergedInto = read.payload.into;
      return null;
    default:
      return null;
  }
}

/** What somebody was last worth counts on: a customer is looked after the more for having fallen off the list. */
function noteValue(customer: WatchedCustomer, { to, parts }: Payloads['ValueChanged']): void {
  customer.value = to ?? customer.value;
  customer.amountInWindow = parts.find(({ name }) => name === 'amount')?.raw ?? customer.amountInWindow;
}

function noteAttempt(customer: WatchedCustomer, event: WatchedEvent, { agentId }: Payloads['ContactAttempted']): void {
  const { id, at, correlationid, causes } = event;
  if (customer.attempt !== null && customer.attempt.at >= at) return;
  customer.attempt = { id, at, correlationid, causes, agentId: agentId ?? null };
}
