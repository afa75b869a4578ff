import type { StoredEvent } from '@vilfredo/event-sourcing';
import { type Read, read } from '@vilfredo/events';
import type { CustomerScore, Standing } from '../assess-customer/customer-score.js';
import { evidenceOf, nothingTold, type ToldRelationship } from '../relationship/standing.js';

/** What somebody knows of a customer who has read every change of their scores. */
export interface ToldScores extends Pick<Standing, 'state' | 'tier' | 'published'> {
  /** Of the last change; 0 before the first. */
  seq: number;
  /** Null where nothing of it was ever told. */
  relationship: ToldRelationship | null;
}

/** @param changes one customer's, in the order in which they were published */
export function toldBy(changes: readonly StoredEvent[]): ToldScores {
  const told: ToldScores = { seq: 0, state: null, tier: null, published: null, relationship: null };
  for (const change of changes) hear(told, read(change));
  return told;
}

function hear(told: ToldScores, change: Read): void {
  const { type, payload } = change;
  if ('seq' in payload) told.seq = payload.seq;
  if (type === 'ActivityChanged') told.state = payload.to;
  else if (type === 'TierChanged') told.tier = payload.to;
  else if (type === 'ValueChanged') told.published = payload.to;
  else {
    told.relationship ??= nothingTold();
    hearRelationship(told.relationship, change);
  }
}

function hearRelationship(told: ToldRelationship, { type, payload }: Read): void {
  if (type === 'QualificationChanged') told.qualification = payload.to;
  else if (type === 'SilenceDetected') told.silence = payload.to;
  else if (type === 'ChurnRiskChanged') [told.risk, told.band] = [payload.to, payload.toBand];
  else if (type === 'SatisfactionClassChanged') [told.class, told.evidence] = [payload.to, evidenceOf(payload)];
  else if (type === 'StageChanged') {
    const { product, to, recall } = payload;
    if (to === 'observe' && !recall) delete told.stages[product];
    else told.stages[product] = [to, recall];
  }
}

/** The view as it would be had what was told of it come about as it was told; what it knows and how it stands remain. */
export function withTold(score: CustomerScore, told: ToldScores): CustomerScore {
  const { seq, state, tier, published } = told;
  const relationship = { ...score.standing.relationship, told: relationshipTold(score, told) };
  return { ...score, seq, standing: { ...score.standing, state, tier, published, relationship } };
}

/** What is no change is not on the feed: that somebody is on time, and since when. */
function relationshipTold({ standing }: CustomerScore, { relationship }: ToldScores): ToldRelationship | null {
  const found = standing.relationship.told;
  if (relationship === null && found === null) return null;
  const told = relationship ?? nothingTold();
  return {
    ...told,
    silence: told.silence ?? (found?.silence == null ? null : 'on-time'),
    silentSince: found?.silentSince ?? null,
    stages: Object.fromEntries(Object.entries(told.stages).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}
