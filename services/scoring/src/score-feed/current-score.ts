import type { ActivityState, Policy, RiskBand, SatisfactionEvidence, SilenceState, Stage } from '@vilfredo/events';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { evidenceFrom, nothingTold } from '../relationship/standing.js';
import type { AbcClass, Tier } from '../value/assess-value.js';

/** How a customer stands, as somebody knows who has read every change: a line of `GET /scores/snapshot`. */
export interface CurrentScore {
  readonly customerId: string;
  /** Of the last change that is in it; 0 before the first. */
  readonly seq: number;
  /** Of the last assessment; null before the first. */
  readonly asOf: string | null;
  readonly state: ActivityState | null;
  readonly value: number | null;
  readonly tier: Tier;
  readonly abc: AbcClass;
  readonly rfm: string | null;
  readonly risk: number | null;
  readonly band: RiskBand | null;
  readonly silence: SilenceState | null;
  readonly class: 1 | 2 | 3 | 4 | null;
  readonly status: 'none' | 'classified' | 'stale';
  readonly evidence: SatisfactionEvidence;
  readonly flags: readonly string[];
  readonly qualification: number | null;
  /** Of each product whose stage is another than `observe`, or that somebody should call about. */
  readonly stages: readonly { readonly product: string; readonly stage: Stage; readonly recall: boolean }[];
  readonly policy: string;
  readonly model: string;
  /** The cut-offs they were last assessed against; 0 before the first. */
  readonly epoch: number;
}

/**
 * What has been told of a customer: what is held back, or moved by less than a publication step, comes as a change yet.
 * @param rules those they follow
 */
export function currentScore({ id, seq, asOf, standing }: CustomerScore, rules: Policy): CurrentScore {
  const { state, published, tier, abc, rfm, epoch, relationship } = standing;
  const {
    risk,
    band,
    silence,
    class: satisfactionClass,
    evidence,
    qualification,
    stages,
  } = relationship.told ?? nothingTold();
  return {
    customerId: id,
    seq,
    asOf: asOf === null ? null : new Date(asOf).toISOString(),
    state,
    value: published,
    tier,
    abc,
    rfm,
    risk,
    band,
    silence,
    class: satisfactionClass,
    ...evidenceFrom(evidence),
    qualification,
    stages: Object.entries(stages).map(([product, [stage, recall]]) => ({ product, stage, recall })),
    policy: rules.name,
    model: rules.churn.model.name,
    epoch,
  };
}
