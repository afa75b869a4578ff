import type { Policy, Stage } from '@vilfredo/events';
import { shippedStageRules, stageBelief, stageOfCue, stages } from '@vilfredo/scoring-model';
import type { ContactFacts, Signal } from '../contact-facts/contact-facts.js';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { bucketWidth } from '../customer-facts/day-buckets.js';

/** How near the customer is to buying one product. */
export interface AssessedStage {
  readonly product: string;
  readonly stage: Stage;
  readonly probability: number;
  /** Interest or later, and not bought for as long as the policy says. */
  readonly recall: boolean;
  /** When that will be so if nothing happens, epoch ms; null when it is so already, or will not be. */
  readonly recallAt: number | null;
  /** The signals, newest first. */
  readonly causes: readonly string[];
}

const dayMs = 86_400_000;

/** The stages of every product the customer said something about, by product. */
export function assessStages(
  { signals }: Pick<ContactFacts, 'signals'>,
  { products }: Pick<CustomerFacts, 'products'>,
  asOf: number,
  policy: Pick<Policy, 'stages'>,
): AssessedStage[] {
  const byProduct = new Map<string, Signal[]>();
  for (const signal of signals) {
    if (signal.time > asOf) continue;
    const said = byProduct.get(signal.product);
    if (said === undefined) byProduct.set(signal.product, [signal]);
    else said.push(signal);
  }
  return [...byProduct.keys()]
    .sort()
    .map((product) =>
      assessStage(product, byProduct.get(product)!, products.get(product)?.buckets ?? [], asOf, policy),
    );
}

function assessStage(
  product: string,
  said: readonly Signal[],
  buckets: readonly number[],
  asOf: number,
  { stages: rules }: Pick<Policy, 'stages'>,
): AssessedStage {
  const bought = purchasesOf(buckets).filter((time) => time <= asOf);
  const moments = [
    ...said.map(({ time, cue }) => ({ day: time / dayMs, cue })),
    ...bought.map((time) => ({ day: time / dayMs, cue: 'order' as const })),
  ].sort((a, b) => a.day - b.day);
  const belief = stageBelief(moments, asOf / dayMs, { ...shippedStageRules, ...rules });
  const reached = stages.indexOf(rules.recallFrom);
  const latest = said.findLast(({ cue }) => stages.indexOf(stageOfCue(cue)) >= reached);
  const followed = latest === undefined || bought.some((time) => time >= latest.time);
  const recallAt = followed ? null : latest.time + Math.round(rules.recallAfterDays * dayMs);
  const isOpen = recallAt !== null && stages.indexOf(belief.stage) >= reached && belief.stage !== 'action';
  return {
    product,
    stage: belief.stage,
    probability: Math.round(belief.probability * 1e4) / 1e4,
    recall: isOpen && recallAt <= asOf,
    recallAt: isOpen && recallAt > asOf ? recallAt : null,
    causes: said.map(({ event }) => event).reverse(),
  };
}

/** Orders of one day are one purchase, at the latest of them. */
function purchasesOf(buckets: readonly number[]): number[] {
  const times: number[] = [];
  for (let i = 0; i < buckets.length; i += bucketWidth) if (buckets[i + 2]! > 0) times.push(buckets[i]!);
  return times;
}
