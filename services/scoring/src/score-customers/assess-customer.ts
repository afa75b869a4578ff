import { derivedId, type ScorePart, type Written, write } from '@vilfredo/events';
import { type Assessment, assessValue } from '../value/assess-value.js';
import { causesOf } from './causes.js';
import type { CustomerScore, Standing } from './customer-score.js';
import type { Epoch, Era } from './era.js';
import { memberOf } from './member.js';
import { shownRaw } from './shown-raw.js';

/** What an assessment says besides the numbers. */
export interface Occasion {
  /** Epoch ms. */
  readonly asOf: number;
  /** Id of the event that set it off, or the name of a wake-up. */
  readonly cause: string;
  readonly correlationid: string;
}

/** Causes named with each part of a published change; a query names all of them. */
const causesPublished = 3;

/** The model that value is worked out with: none is needed yet. */
export const modelName = 'default';

/**
 * Assesses the customer as of a moment, in place, and returns the changes worth publishing. Before the population has
 * been measured under the policy in force there is nothing to compare with, and nothing is said.
 */
export function assessCustomer(score: CustomerScore, era: Era, occasion: Occasion): Written[] {
  if (era.epoch === null) {
    score.dueAt = null;
    return [];
  }
  const { member, activity } = memberOf(score.id, score.facts, occasion.asOf, era);
  const assessment = assessValue(member, activity.state, era.policy, era.epoch.population, score.standing);
  score.asOf = occasion.asOf;
  score.dueAt = nextDue(score, era, activity.changesOn);
  return tell(score, assessment, { ...era, epoch: era.epoch }, occasion);
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

/** When time alone will change something, epoch ms: the next day leaves the window, or the state changes. */
export function nextDue(
  { facts }: Pick<CustomerScore, 'facts'>,
  { policy, calendar }: Pick<Era, 'policy' | 'calendar'>,
  activityChangesOn: number | null,
): number | null {
  const oldest = facts.rows[1];
  const leaves = policy.window === 'all' || oldest === undefined ? null : oldest + policy.window;
  const day = Math.min(leaves ?? Number.POSITIVE_INFINITY, activityChangesOn ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(day) ? calendar.startOf(day) : null;
}

function tell(
  score: CustomerScore,
  assessment: Assessment,
  era: Era & { epoch: Epoch },
  occasion: Occasion,
): Written[] {
  const { standing } = score;
  const changes: Written[] = [];
  const publish = <T extends 'ActivityChanged' | 'TierChanged' | 'ValueChanged'>(type: T, change: FromTo<T>) => {
    score.seq++;
    changes.push(changeEvent(type, score, change, parts(), era, occasion));
  };
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
    publish('ActivityChanged', { from: standing.state, to: assessment.state });
  }
  if (standing.tier !== assessment.tier) publish('TierChanged', { from: standing.tier, to: assessment.tier });
  if (moved(standing.published, assessment.score, era.policy.publication.valueStep)) {
    publish('ValueChanged', { from: standing.published, to: assessment.score });
    standing.published = assessment.score;
  }
  standing.state = assessment.state;
  standing.score = assessment.score;
  standing.tier = assessment.tier;
  standing.abc = assessment.abc;
  standing.rfm = assessment.rfm;
  standing.oneOff = assessment.oneOff !== null;
  standing.epoch = era.epoch.number;
  return changes;
}

/** Whether a score moved far enough from the published one to be told; hundredths are compared as whole numbers. */
function moved(published: number | null, score: number | null, step: number): boolean {
  if (published === null || score === null) return published !== score;
  const hundredths = Math.abs(Math.round(score * 100) - Math.round(published * 100));
  return hundredths > 0 && hundredths >= Math.round(step * 100);
}

type FromTo<T> = T extends 'ActivityChanged'
  ? { from: Standing['state']; to: Assessment['state'] }
  : T extends 'TierChanged'
    ? { from: Standing['tier']; to: Standing['tier'] }
    : { from: number | null; to: number | null };

function changeEvent<T extends 'ActivityChanged' | 'TierChanged' | 'ValueChanged'>(
  type: T,
  { id, seq }: CustomerScore,
  { from, to }: FromTo<T>,
  parts: ScorePart[],
  { policy, epoch }: Era & { epoch: Epoch },
  { asOf, cause, correlationid }: Occasion,
): Written {
  const time = new Date(asOf).toISOString();
  const about = {
    seq,
    asOf: time,
    from,
    to,
    parts,
    causes: [cause],
    policy: policy.name,
    model: modelName,
    epoch: epoch.number,
  };
  return write(
    type,
    { id: derivedId(id, cause, type), subject: id, time, correlationid, causationid: cause },
    about as never,
  );
}
