import type { Policy, ScorePart, Written } from '@vilfredo/events';
import { forgetOld } from '../contact-facts/forget-old.js';
import { retentionUnder } from '../contact-facts/retention.js';
import type { Epoch, Era } from '../eras/era.js';
import { assessRelationship } from '../relationship/assess-relationship.js';
import { noteRelationship } from '../relationship/standing.js';
import { tellRelationship } from '../relationship/tell-relationship.js';
import { type Assessment, assessValue } from '../value/assess-value.js';
import { expectedSpendOf } from '../value/spent.js';
import { causesOf } from './causes.js';
import { Changes, moved, type Occasion } from './changes.js';
import type { CustomerScore, Standing } from './customer-score.js';
import { memberOf } from './member.js';
import { shownRaw } from './shown-raw.js';

/** Causes named with each part of a published change; a query names all of them. */
const causesPublished = 3;

/**
 * Assesses the customer as of a moment, in place, and returns the changes worth publishing. Before the population has
 * been measured under the policy in force there is nothing to compare with, and nothing is said.
 */
export function assessCustomer(score: CustomerScore, era: Era, occasion: Occasion): Written[] {
  const { epoch, policy } = era;
  if (epoch === null) {
    score.dueAt = null;
    return [];
  }
  const { asOf } = occasion;
  const { member, activity, rhythm } = memberOf(score.id, score.facts, asOf, era);
  if (score.contacts !== null) forgetOld(score.contacts, asOf, retentionUnder(policy));
  const assessment = assessValue(member, activity.state, policy, epoch.population, score.standing);
  const relationship = assessRelationship(score.facts, score.contacts, rhythm, asOf, era);
  score.asOf = asOf;
  score.heldUntil = holdOf(score, occasion, policy);
  score.dueAt = nextDue(score, era, activity.changesOn, relationship.dueAt);
  const changes = new Changes(score, { ...era, epoch }, occasion);
  tellValue(score, assessment, { ...era, epoch }, occasion, changes);
  const standing = score.standing.relationship;
  noteRelationship(standing, relationship);
  const expectedSpend = () => expectedSpendOf(score.facts, member, policy);
  if (score.heldUntil === null)
    tellRelationship(standing, relationship, score.facts.latest, policy, changes, expectedSpend);
  return changes.written;
}

/** History begins a hold, or a new one; something live ends it, and so does its time. */
function holdOf({ heldUntil }: CustomerScore, { kind, asOf }: Occasion, { history }: Policy): number | null {
  if (kind === 'history' && history.holdMinutes > 0) return asOf + Math.round(history.holdMinutes * 60_000);
  if (kind === 'live' || heldUntil === null || heldUntil <= asOf) return null;
  return heldUntil;
}

/** Whether an assessment would change how the customer stands, apart from the score within a publication step. */
export function wouldChange(standing: Standing, assessment: Assessment, step: number): boolean {
  return (
    standing.state !== assessment.state ||
    standing.tier !== assessment.tier ||
    standing.abc !== assessment.abc ||
    standing.oneOff !== (assessment.oneOff !== null) ||
    moved(standing.published, assessment.score, step)
  );
}

/**
 * When time alone will change something, epoch ms: the next day leaves the window, the state changes, something of the
 * relationship does, or what was held back is to be told.
 */
export function nextDue(
  { facts, heldUntil }: Pick<CustomerScore, 'facts' | 'heldUntil'>,
  { policy, calendar }: Pick<Era, 'policy' | 'calendar'>,
  activityChangesOn: number | null,
  relationshipDueAt: number | null,
): number | null {
  const oldest = facts.buckets[1];
  const leaves = policy.window === 'all' || oldest === undefined ? null : oldest + policy.window;
  const day = Math.min(leaves ?? Number.POSITIVE_INFINITY, activityChangesOn ?? Number.POSITIVE_INFINITY);
  const dayBegins = Number.isFinite(day) ? calendar.startOf(day) : Number.POSITIVE_INFINITY;
  const due = Math.min(dayBegins, relationshipDueAt ?? Number.POSITIVE_INFINITY, heldUntil ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(due) ? due : null;
}

function tellValue(
  score: CustomerScore,
  assessment: Assessment,
  era: Era & { epoch: Epoch },
  occasion: Occasion,
  changes: Changes,
): void {
  const { standing } = score;
  let scored: ScorePart[] | undefined;
  const parts = () => {
    scored ??= assessment.parts.map((part) => ({
      name: part.name,
      raw: shownRaw(part, score.facts, occasion.asOf, era),
      percentile: part.percentile,
      weight: part.weight,
      points: part.points,
      causes: causesOf(part.name, score.facts, causesPublished),
    }));
    return scored;
  };
  if (standing.state !== assessment.state) {
    changes.add('ActivityChanged', { from: standing.state, to: assessment.state, parts: parts() });
  }
  if (standing.tier !== assessment.tier) {
    changes.add('TierChanged', { from: standing.tier, to: assessment.tier, parts: parts() });
  }
  if (moved(standing.published, assessment.score, era.policy.publication.valueStep)) {
    changes.add('ValueChanged', { from: standing.published, to: assessment.score, parts: parts() });
    standing.published = assessment.score;
  }
  standing.state = assessment.state;
  standing.score = assessment.score;
  standing.tier = assessment.tier;
  standing.abc = assessment.abc;
  standing.rfm = assessment.rfm;
  standing.oneOff = assessment.oneOff !== null;
  standing.epoch = era.epoch.number;
}
