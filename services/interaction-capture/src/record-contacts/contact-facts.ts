import { type EventType, factId, type Payloads, type Purpose } from '@vilfredo/events';
import type { Attempt, CaseResolution, Contact, Interaction, LaterRating, WrapUp } from './contact.js';

/** One event that is still to be sealed and written. */
export type Fact = { [T in EventType]: FactOf<T> }[EventType];

interface FactOf<T extends EventType> {
  readonly type: T;
  readonly id: string;
  readonly time: string;
  readonly payload: Payloads[T];
  /** Goes into `sealed`. */
  readonly secret?: object;
}

/** What was settled about a contact before its facts are told. */
export interface Settled {
  readonly purpose: Purpose;
  /** When the contact was, by whoever told of it first: what is told twice of it is one fact. ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * The facts that a contact tells, the contact itself first. Their ids follow from the source's own, so that the same
 * contact told twice, or told by the agent as by the switch, gives the same events.
 */
export function factsOf(contact: Contact, settled: Settled): readonly Fact[] {
  switch (contact.kind) {
    case 'interaction':
      return [recorded(contact, settled.purpose), ...remarks(contact, settled.at)];
    case 'wrap-up':
      return [...classified(contact, settled.at), ...remarks(contact, settled.at), ...resolution(contact)];
    case 'rating':
      return [rated(contact)];
    case 'case-resolved':
      return [resolved(contact)];
    case 'attempt':
      return [attempted(contact)];
    default:
      return contact satisfies never;
  }
}

/** Under which a contact is known, whoever tells of it. */
export function interactionKey(source: string, interactionId: string): string {
  return factId(source, 'interaction', interactionId);
}

function recorded(contact: Interaction, purpose: Purpose): Fact {
  const { source, interactionId, channel, direction, agentId, issueId, details, secret } = contact;
  const payload = {
    source,
    interactionId,
    channel,
    direction,
    purpose,
    ...(agentId !== undefined && { agentId }),
    ...(issueId !== undefined && { issueId }),
    ...details,
  };
  const id = interactionKey(source, interactionId);
  return { type: 'InteractionRecorded', id, time: contact.at, payload, ...(secret !== undefined && { secret }) };
}

function remarks(contact: Interaction | WrapUp, time: string): Fact[] {
  const { source, interactionId, rating, signals, complaint, transferred } = contact;
  const about = { source, interactionId, ...(contact.issueId !== undefined && { issueId: contact.issueId }) };
  const idOf = (what: string, ...rest: string[]) => factId(source, what, interactionId, ...rest);
  const facts: Fact[] = [];
  if (rating !== undefined) {
    const payload = { source, ratingId: interactionId, interactionId, ...rating };
    facts.push({ type: 'SatisfactionRated', id: idOf('rating'), time, payload });
  }
  for (const { product, cue } of distinct(signals)) {
    const payload = { source, interactionId, product, cue };
    facts.push({ type: 'InterestSignalled', id: idOf('signal', product, cue), time, payload });
  }
  if (complaint !== undefined) {
    const payload = { ...about, caseId: caseOf(contact), kind: 'complaint', severity: complaint.severity } as const;
    facts.push({ type: 'CaseOpened', id: idOf('complaint'), time, payload });
  }
  if (transferred) facts.push({ type: 'CaseTransferred', id: idOf('transfer'), time, payload: about });
  return facts;
}

/** What the agent says of the contact itself. Saying something else later is another fact. */
function classified({ source, interactionId, purpose, issueId, agentId }: WrapUp, time: string): Fact[] {
  const said = Object.fromEntries(
    Object.entries({ purpose, issueId, agentId }).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(said).length === 0) return [];
  const id = factId(source, 'classified', interactionId, purpose ?? '', issueId ?? '', agentId ?? '');
  return [{ type: 'InteractionClassified', id, time, payload: { source, interactionId, ...said } }];
}

function resolution(contact: WrapUp): Fact[] {
  if (contact.resolved === undefined) return [];
  const { recovered } = contact.resolved;
  return [resolved({ source: contact.source, caseId: caseOf(contact), recovered, at: contact.at })];
}

function resolved({
  source,
  caseId,
  recovered,
  at,
}: Pick<CaseResolution, 'source' | 'caseId' | 'recovered' | 'at'>): Fact {
  const id = factId(source, 'case-resolved', caseId, at);
  return { type: 'CaseResolved', id, time: at, payload: { source, caseId, recovered } };
}

function rated({ source, ratingId, interactionId, rating, at }: LaterRating): Fact {
  const payload = { source, ratingId, ...(interactionId !== undefined && { interactionId }), ...rating };
  return { type: 'SatisfactionRated', id: factId(source, 'rating', ratingId), time: at, payload };
}

function attempted({ source, attemptId, channel, result, agentId, callBackAt, at }: Attempt): Fact {
  const payload = {
    source,
    attemptId,
    channel,
    result,
    ...(agentId !== undefined && { agentId }),
    ...(callBackAt !== undefined && { callBackAt }),
  };
  return { type: 'ContactAttempted', id: factId(source, 'attempt', attemptId), time: at, payload };
}

/** A case is known by its matter, and by the contact that opened it where the matter has no name. */
function caseOf({ issueId, interactionId }: Interaction | WrapUp): string {
  return issueId ?? interactionId;
}

function distinct(signals: Interaction['signals']): Interaction['signals'] {
  return [...new Map(signals.map((signal) => [`${signal.cue} ${signal.product}`, signal])).values()];
}
