import type { ActivityState } from '@vilfredo/events';
import type { ContactFacts } from '../contact-facts/contact-facts.js';
import { type ContactsJson, contactsFromJson } from '../contact-facts/earlier-complaints.js';
import { type CustomerFacts, noFacts } from '../customer-facts/customer-facts.js';
import { type FactsJson, factsFromJson, factsToJson } from '../customer-facts/facts-text.js';
import { noRelationship, type RelationshipStanding } from '../relationship/standing.js';
import type { AbcClass, Tier } from '../value/assess-value.js';

/** The view of one customer: what is known, how they stand, and what of it has been told. */
export interface CustomerScore {
  readonly id: string;
  facts: CustomerFacts;
  /** What contacts left behind; null before the first. */
  contacts: ContactFacts | null;
  /** Attributes the enterprise registered. */
  owner: string | null;
  /** The customer that this prospect turned out to be: what is known of them is told there. */
  mergedInto: string | null;
  /** Activation of the policy under which the facts were folded; null before the first. */
  activation: string | null;
  standing: Standing;
  /** Counts the published changes. */
  seq: number;
  /** Of the last assessment, epoch ms; null before the first. */
  asOf: number | null;
  /** When time alone will change something, epoch ms. */
  dueAt: number | null;
  /** Until when, epoch ms, changes of the relationship are not told because history is being caught up on; else null. */
  heldUntil: number | null;
  /** Ids of events that somebody decided to leave out. */
  skipped: string[];
  watermarks: Record<string, number>;
}

/** How the customer stood at the last assessment, and the value that was last published. */
export interface Standing {
  state: ActivityState | null;
  score: number | null;
  published: number | null;
  tier: Tier;
  abc: AbcClass;
  rfm: string | null;
  oneOff: boolean;
  epoch: number;
  relationship: RelationshipStanding;
}

export function unknownCustomer(id: string): CustomerScore {
  return {
    id,
    facts: noFacts(),
    contacts: null,
    owner: null,
    mergedInto: null,
    activation: null,
    standing: {
      state: null,
      score: null,
      published: null,
      tier: null,
      abc: null,
      rfm: null,
      oneOff: false,
      epoch: 0,
      relationship: noRelationship(),
    },
    seq: 0,
    asOf: null,
    dueAt: null,
    heldUntil: null,
    skipped: [],
    watermarks: {},
  };
}

export function scoreToText(score: CustomerScore): string {
  return JSON.stringify({ ...score, facts: factsToJson(score.facts) });
}

/** The view as it was written, be it by a version that knew of no contacts yet. */
export function scoreFromText(text: string): CustomerScore {
  const json = JSON.parse(text) as Omit<CustomerScore, 'facts' | 'contacts'> & ScoreJson;
  json.mergedInto ??= null;
  json.heldUntil ??= null;
  json.standing.relationship ??= noRelationship();
  const contacts = json.contacts == null ? null : contactsFromJson(json.contacts);
  return { ...json, facts: factsFromJson(json.facts), contacts };
}

interface ScoreJson {
  readonly facts: FactsJson;
  readonly contacts?: ContactsJson | null;
}
