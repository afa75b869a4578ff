import { type Policy, type ScoreTerm, type SilenceState, silenceStates } from '@vilfredo/events';
import { type Changes, moved } from '../assess-customer/changes.js';
import type { AssessedStage } from '../stages/assess-stages.js';
import type { Relationship } from './assess-relationship.js';
import { evidenceOf, nothingTold, type RelationshipStanding, type ToldRelationship } from './standing.js';

/** Causes named with each part of a published change; a query names all of them. */
const causesPublished = 3;

/**
 * Tells what changed between what was told last and how the customer stands, and notes that it is told.
 * @param since the latest purchase, epoch ms; null for who never bought
 * @param expectedSpend of the next purchase, in the currency's major unit
 */
export function tellRelationship(
  standing: RelationshipStanding,
  found: Relationship,
  since: { readonly time: number; readonly event: string } | null,
  policy: Policy,
  changes: Changes,
  expectedSpend: () => number,
): void {
  standing.told ??= nothingTold();
  const { told } = standing;
  tellSatisfaction(told, found, changes);
  tellSilence(told, found, since, changes);
  tellStages(told, found, changes, expectedSpend);
  tellQualification(told, found, policy, changes);
  tellChurn(told, found, policy, changes);
}

function tellSatisfaction(told: ToldRelationship, { satisfaction }: Relationship, changes: Changes): void {
  const evidence = evidenceOf(satisfaction);
  if (told.class !== satisfaction.class || told.evidence !== evidence) {
    const { months, named, latest, status, flags } = satisfaction;
    changes.add('SatisfactionClassChanged', {
      from: told.class,
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
  told.class = satisfaction.class;
  told.evidence = evidence;
}

/**
 * Within one silence only a worse state is told: each threshold once. Whoever nothing was told of was on time, and while
 * nobody can say, what was told stands.
 */
function tellSilence(
  told: ToldRelationship,
  { silence }: Relationship,
  since: { readonly time: number; readonly event: string } | null,
  changes: Changes,
): void {
  const state = silence?.state ?? null;
  if (silence === null || state === null || since === null) return;
  const isSameSilence = told.silentSince === since.time;
  const from = told.silence ?? 'on-time';
  told.silentSince = since.time;
  if (isSameSilence && rank(state) <= rank(from)) return;
  told.silence = state;
  if (state === from) return;
  changes.add('SilenceDetected', {
    from,
    to: state,
    silentDays: hundredths(silence.silentDays),
    cycleDays: silence.cycleDays === null ? null : hundredths(silence.cycleDays),
    survival: Math.round(silence.survival * 1e6) / 1e6,
    parts: [{ name: 'silence', raw: hundredths(silence.silentDays), causes: [since.event] }],
  });
}

/** Of a product that nothing is known to have been said about any more, they observe. */
function tellStages(
  told: ToldRelationship,
  { stages }: Relationship,
  changes: Changes,
  expectedSpend: () => number,
): void {
  const now: ToldRelationship['stages'] = {};
  const assessed = new Set(stages.map(({ product }) => product));
  const left = Object.keys(told.stages).filter((product) => !assessed.has(product));
  for (const { product, stage, probability, recall, causes } of [...stages, ...left.map(unspokenOf)]) {
    const [was, recalled] = told.stages[product] ?? ['observe', false];
    if (was !== stage || recalled !== recall) {
      const parts = [
        { name: stage, raw: probability, causes: causes.slice(0, causesPublished) },
        ...(recall ? [{ name: 'spend', raw: hundredths(expectedSpend()), causes: [] }] : []),
      ];
      changes.add('StageChanged', { product, from: was, to: stage, probability, recall, parts }, product);
    }
    if (stage !== 'observe' || recall) now[product] = [stage, recall];
  }
  told.stages = now;
}

function unspokenOf(product: string): Pick<AssessedStage, 'product' | 'stage' | 'probability' | 'recall' | 'causes'> {
  return { product, stage: 'observe', probability: 1, recall: false, causes: [] };
}

function tellQualification(
  told: ToldRelationship,
  { qualification }: Relationship,
  policy: Policy,
  changes: Changes,
): void {
  const score = qualification?.score ?? null;
  if (!moved(told.qualification, score, policy.qualification.publicationStep)) return;
  const parts = (qualification?.parts ?? []).map(withFewCauses);
  changes.add('QualificationChanged', { from: told.qualification, to: score, parts });
  told.qualification = score;
}

function tellChurn(told: ToldRelationship, { churn }: Relationship, policy: Policy, changes: Changes): void {
  const [risk, band] = [churn?.risk ?? null, churn?.band ?? null];
  if (moved(told.risk, risk, policy.churn.publicationStep) || told.band !== band) {
    const parts = (churn?.terms ?? []).map((term) => withFewCauses({ ...term, logOdds: millionths(term.logOdds) }));
    const [from, fromBand] = [told.risk, told.band];
    changes.add('ChurnRiskChanged', { from, to: risk, fromBand, toBand: band, parts });
    told.risk = risk;
  }
  told.band = band;
}

function withFewCauses<T extends { readonly causes: readonly string[] }>(part: T): T & ScoreTerm {
  return { ...part, causes: part.causes.slice(0, causesPublished) } as T & ScoreTerm;
}

function rank(state: SilenceState): number {
  return silenceStates.indexOf(state);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
