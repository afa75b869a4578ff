import {
  type Answers,
  type CaseOpened,
  type CaseResolved,
  type InteractionClassified,
  type InteractionRecorded,
  type RaterDimension,
  type Read,
  raterDimensions,
  type SatisfactionRated,
} from '@vilfredo/events';
import { onFiveScale } from '@vilfredo/scoring-model';
import { type Complaint, type ContactFacts, insertMoment, isAfter, type Moment } from './contact-facts.js';

/** The answers that a rating holds, in this order. */
export const answerNames = ['overall', ...raterDimensions] as const satisfies readonly (RaterDimension | 'overall')[];

/** Adds what an event tells about contacts; the facts are changed in place. False when it tells nothing about them. */
export function addContact(facts: ContactFacts, moment: Moment, { type, payload }: Read): boolean {
  switch (type) {
    case 'InteractionRecorded':
      addInteraction(facts, moment, payload);
      return true;
    case 'InteractionClassified':
      return nameMatter(facts, moment, payload);
    case 'SatisfactionRated':
      return addRating(facts, moment, answersOf(payload));
    case 'InterestSignalled':
      insertMoment(facts.signals, { ...moment, product: payload.product, cue: payload.cue });
      return true;
    case 'CaseOpened':
      return addComplaint(facts, moment, payload);
    case 'CaseResolved':
      return endComplaint(facts, moment, payload);
    case 'CaseTransferred':
      insertMoment(facts.transfers, moment);
      return true;
    default:
      return false;
  }
}

function addInteraction(facts: ContactFacts, moment: Moment, payload: InteractionRecorded): void {
  if (payload.automatic !== undefined && payload.automatic !== null) return;
  if (payload.direction !== 'in') return;
  insertMoment(facts.matters, { ...moment, ...matterOf(payload) });
  facts.count++;
  const latest = { ...moment, channel: payload.channel };
  if (facts.latest === null || isAfter(latest, facts.latest)) facts.latest = latest;
  if (!facts.channels.includes(payload.channel)) facts.channels = [...facts.channels, payload.channel].sort();
}

function nameMatter(facts: ContactFacts, moment: Moment, payload: InteractionClassified): boolean {
  if (payload.issueId == null) return false;
  insertMoment(facts.named, { ...moment, ...matterOf(payload) });
  return true;
}

function matterOf({
  source,
  interactionId,
  issueId,
}: Pick<InteractionRecorded, 'source' | 'interactionId' | 'issueId'>) {
  const keyOf = (id: string) => `${source}\u0000${id}`;
  return { contact: keyOf(interactionId), matter: issueId == null ? null : keyOf(issueId) };
}

function addRating(facts: ContactFacts, moment: Moment, answers: readonly (number | null)[]): boolean {
  if (answers.every((answer) => answer === null)) return false;
  insertMoment(facts.ratings, { ...moment, answers });
  return true;
}

function answersOf({ scale, answers }: SatisfactionRated): (number | null)[] {
  return answerNames.map((name) => {
    const answer = answers[name as keyof Answers];
    return answer == null ? null : onFiveScale(answer, scale.min, scale.max);
  });
}

function addComplaint(facts: ContactFacts, { time, event }: Moment, payload: CaseOpened): boolean {
  if (payload.kind !== 'complaint') return false;
  const { opened } = complaintOf(facts, payload);
  if (!opened.some((one) => one.event === event))
    insertMoment(opened, { time, event, severity: payload.severity ?? 1 });
  return true;
}

function endComplaint(facts: ContactFacts, { time, event }: Moment, payload: CaseResolved): boolean {
  const resolved = { time, event, recovered: payload.recovered };
  const complaint = complaintOf(facts, payload);
  // Of two ends the later counts.
  if (complaint.resolved === null || isAfter(resolved, complaint.resolved)) complaint.resolved = resolved;
  return true;
}

/** The case's complaint, in order of key, made when it is not there yet. */
function complaintOf(facts: ContactFacts, { source, caseId }: { source: string; caseId: string }): Complaint {
  const key = `${source}\u0000${caseId}`;
  const known = facts.complaints.find((complaint) => complaint.key === key);
  if (known !== undefined) return known;
  const complaint: Complaint = { key, opened: [], resolved: null };
  const after = facts.complaints.findIndex((other) => other.key > key);
  facts.complaints.splice(after < 0 ? facts.complaints.length : after, 0, complaint);
  return complaint;
}
