import { type Policy, type ScoreTerm, type SilenceState, silenceStates } from '@vilfredo/events';
import { type Changes, moved } from '../score-customers/changes.js';
import type { Relationship } from './assess-relationship.js';
import { evidenceOf, type RelationshipStanding } from './standing.js';

/** Causes named with each part of a published change; a query names all of them. */
const causesPublished = 3;

/**
 * Tells what changed between how the customer stood and how they stand, and notes it in the standing.
 * @param since the latest purchase, epoch ms; null for who never bought
 */
export function tellRelationship(
  standing: RelationshipStanding,
  found: Relationship,
  since: { readonly time: number; readonly event: string } | null,
  policy: Policy,
  changes: Changes,
): void {
  tellSatisfaction(standing, found, changes);
  tellSilence(standing, found, since, changes);
  tellStages(standing, found, changes);
  tellQualification(standing, found, policy, changes);
  tellChurn(standing, found, policy, changes);
}

function tellSatisfaction(standing: RelationshipStanding, { satisfaction }: Relationship, changes: Changes): void {
  const evidence = evidenceOf(satisfaction);
  if (standing.class !== satisfaction.class || standing.evidence !== evidence) {
    const { months, named, latest, status, flags } = satisfaction;
    changes.add('SatisfactionClassChanged', {
      from: standing.class,
      to: satisfaction.class,
      status,
      evidence: satisfaction.evidence,
      flags: [...flags],
      months: [...months],
      latest,
      parts: named.map(({ month, mean, causes }) => ({
        name: month,
        raw: mean,
        causes: causes.slice(-causesPublished).reverse(),
      })),
    });
  }
  standing.class = satisfaction.class;
  standing.evidence = evidence;
}

/** Within one silence only a worse state is told: each threshold once. */
function tellSilence(
  standing: RelationshipStanding,
  { silence }: Relationship,
  since: { readonly time: number; readonly event: string } | null,
  changes: Changes,
): void {
  const state = silence?.state ?? null;
  const isSameSilence = since !== null && standing.silentSince === since.time;
  standing.silentSince = since?.time ?? null;
  if (isSameSilence && state !== null && rank(state) <= rank(standing.silence)) return;
  const from = standing.silence;
  standing.silence = state;
  if (silence === null || state === null || since === null || rank(state) === rank(from)) return;
  changes.add('SilenceDetected', {
    from,
    to: state,
    silentDays: hundredths(silence.silentDays),
    cycleDays: silence.cycleDays === null ? null : hundredths(silence.cycleDays),
    survival: Math.round(silence.survival * 1e6) / 1e6,
    parts: [{ name: 'silence', raw: hundredths(silence.silentDays), causes: [since.event] }],
  });
}

function tellStages(standing: RelationshipStanding, { stages }: Relationship, changes: Changes): void {
  const told: RelationshipStanding['stages'] = {};
  for (const { product, stage, probability, recall, causes } of stages) {
    const [was, recalled] = standing.stages[product] ?? ['observe', false];
    if (was !== stage || recalled !== recall) {
      const parts = [{ name: stage, raw: probability, causes: causes.slice(0, causesPublished) }];
      changes.add('StageChanged', { product, from: was, to: stage, probability, recall, parts }, product);
    }
    if (stage !== 'observe' || recall) told[product] = [stage, recall];
  }
  standing.stages = told;
}

function tellQualification(
  standing: RelationshipStanding,
  { qualification }: Relationship,
  policy: Policy,
  changes: Changes,
): void {
  const score = qualification?.score ?? null;
  standing.qualification = score;
  if (!moved(standing.publishedQualification, score, policy.qualification.publicationStep)) return;
  const parts = (qualification?.parts ?? []).map(withFewCauses);
  changes.add('QualificationChanged', { from: standing.publishedQualification, to: score, parts });
  standing.publishedQualification = score;
}

function tellChurn(standing: RelationshipStanding, { churn }: Relationship, policy: Policy, changes: Changes): void {
  const [risk, band] = [churn?.risk ?? null, churn?.band ?? null];
  standing.risk = risk;
  if (moved(standing.publishedRisk, risk, policy.churn.publicationStep) || standing.band !== band) {
    const parts = (churn?.terms ?? []).map((term) => withFewCauses({ ...term, logOdds: millionths(term.logOdds) }));
    const [from, fromBand] = [standing.publishedRisk, standing.band];
    changes.add('ChurnRiskChanged', { from, to: risk, fromBand, toBand: band, parts });
    standing.publishedRisk = risk;
  }
  standing.band = band;
}

function withFewCauses<T extends { readonly causes: readonly string[] }>(part: T): T & ScoreTerm {
  return { ...part, causes: part.causes.slice(0, causesPublished) } as T & ScoreTerm;
}

/** Who was never assessed was on time. */
function rank(state: SilenceState | null): number {
  return Math.max(0, silenceStates.indexOf(state ?? 'on-time'));
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
