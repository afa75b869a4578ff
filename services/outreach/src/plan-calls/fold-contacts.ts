import type { Read } from '@vilfredo/events';
import type { CallFacts } from './call-facts.js';
import { type Moment, newer, withNewest } from './newest.js';

/** Contacts and attempts kept: as many as a policy may ever count. */
const mostKept = 1_000;

/** Folds who the customer is and what they allow, and each contact with them, in place. False for what says nothing of either. */
export function foldContact(facts: CallFacts, { type, payload }: Read, moment: Moment): boolean {
  switch (type) {
    case 'CustomerRegistered':
      if (payload.ownerId !== undefined) facts.owner = newer(facts.owner, { ...moment, value: payload.ownerId });
      return true;
    case 'ProspectDiscovered':
      return true;
    case 'OwnerAssigned':
      facts.owner = newer(facts.owner, { ...moment, value: payload.ownerId });
      return true;
    case 'ConsentChanged':
      facts.consent[payload.channel] = newer(facts.consent[payload.channel], { ...moment, value: payload.granted });
      return true;
    case 'ContactPointLinked':
      if (payload.kind === 'phone') facts.phoneLinkedAt = Math.max(facts.phoneLinkedAt ?? moment.at, moment.at);
      return payload.kind === 'phone';
    case 'CustomersMerged':
      facts.merged = newer(facts.merged, { ...moment, value: payload.into });
      return true;
    case 'InteractionRecorded':
      if (payload.automatic !== undefined) return false;
      if (payload.direction === 'in') facts.cameInAt = Math.max(facts.cameInAt ?? moment.at, moment.at);
      else facts.contacts = withNewest(facts.contacts, { ...moment, channel: payload.channel }, mostKept);
      return true;
    case 'ContactAttempted': {
      const { channel, result, agentId = null, callBackAt } = payload;
      const until = callBackAt === undefined ? null : Date.parse(callBackAt);
      facts.attempts = withNewest(facts.attempts, { ...moment, channel, result, agentId, callBackAt: until }, mostKept);
      return true;
    }
    default:
      return false;
  }
}
