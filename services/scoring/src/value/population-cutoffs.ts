import type { CriterionName, Policy, PopulationCutoffs } from '@vilfredo/events';
import {
  byAmount,
  byRank,
  byRemainder,
  type CutOff,
  compositeOf,
  compositeParts,
  countWithin,
  distributionOf,
  firstShare,
  oneOffReason,
  thresholdAt,
} from '@vilfredo/scoring-model';
import type { Measures } from './measures.js';

/** One customer as the population sees them. */
export interface Member extends Measures {
  readonly id: string;
  /** On the active list. */
  readonly ranked: boolean;
  /** By the second pass's criterion, when that is a product or a category. */
  readonly secondPass: number;
}

/** Whom the cut-offs are taken of. */
export interface Measured {
  /** Everyone with an order in the window, ranked or not. */
  readonly buyers: readonly Member[];
  /** Everyone on the active list, be the window empty for a customer of a slow rhythm. */
  readonly active: readonly Member[];
}

/** The raw value of each criterion. Recency is the day of the latest purchase: it does not move while nothing happens. */
export function criteriaOf(measures: Measures): Record<CriterionName, number> {
  return {
    recency: measures.latestDay,
    quantity: measures.quantity,
    singleProduct: measures.singleProduct,
    amount: measures.amount,
  };
}

/**
 * The cut-offs of a population at one moment: distributions over the active, tiers over the active who are no
 * one-offs, ABC and the guard over all buyers of the window. Exact: every ranking is sorted.
 */
export function populationCutoffs({ buyers, active }: Measured, policy: Policy): PopulationCutoffs {
  const distributions = {
    recency: distributionOf(active.map((member) => member.latestDay)),
    quantity: distributionOf(active.map((member) => member.quantity)),
    singleProduct: distributionOf(active.map((member) => member.singleProduct)),
    amount: distributionOf(active.map((member) => member.amount)),
  };
  const composites = active.map((member) =>
    compositeOf(compositeParts(policy.criteria, criteriaOf(member), distributions)),
  );
  const book = bookCutoffs(buyers, policy);
  const { hysteresis, share } = policy.tiers;
  const eligible = active.flatMap((member, i) => {
    if (oneOffReason(policy.oneOff, oneOffCuts(book), spendingOf(member)) !== null) return [];
    return [{ member, place: { measure: composites[i]!, tieBreak: member.latestTime, id: member.id } }];
  });
  eligible.sort((a, b) => byRank(a.place, b.place));
  const topSize = firstShare(share, active.length);
  const top = eligible.slice(0, topSize);
  const core = top.map(({ member, place }) => corePlace(member, place, policy)).sort(byRank);
  return {
    active: active.length,
    buyers: buyers.length,
    ...distributions,
    frequency: distributionOf(active.map((member) => member.orders)),
    composite: distributionOf(composites),
    top: thresholdAt(
      eligible.map(({ place }) => place),
      topSize,
      firstShare(share + hysteresis, active.length),
    ),
    core: thresholdAt(core, firstShare(share, topSize), firstShare(share + hysteresis, topSize)),
    ...book,
    ...medianCycle(active),
  };
}

/** The median of the customers' own mean gaps; nothing before anybody has one. */
function medianCycle(active: readonly Member[]): { medianCycleDays?: number } {
  const cycles = active.flatMap(({ cycleDays }) => cycleDays ?? []).sort((a, b) => a - b);
  if (cycles.length === 0) return {};
  const upper = cycles[cycles.length >>> 1]!;
  const lower = cycles[(cycles.length - 1) >>> 1]!;
  return { medianCycleDays: Math.round(((lower + upper) / 2) * 1e3) / 1e3 };
}

/** The customer's place in the second pass, by whatever the policy picks the core. */
export function corePlace(member: Member, place: CutOff, policy: Policy): CutOff {
  const { by } = policy.tiers.secondPass;
  if (by === 'composite') return place;
  const measure = by === 'product' || by === 'category' ? member.secondPass : criteriaOf(member)[by];
  return { ...place, measure };
}

export function spendingOf({ id, amount, largestDay, purchaseDays }: Measures & { id: string }) {
  return { id, amount, largestDay, purchaseDays };
}

/** The two cut-offs of the one-off guard. */
export function oneOffCuts(cutoffs: Pick<PopulationCutoffs, 'topByAmount' | 'withoutLargest'>) {
  return { topByAmount: cutoffs.topByAmount.enter, withoutLargest: cutoffs.withoutLargest.enter };
}

/** Cut-offs of the book by amount: ABC classes and what the one-off guard compares with. */
export function bookCutoffs(buyers: readonly Member[], { tiers, oneOff }: Policy) {
  const n = buyers.length;
  const amounts = buyers.map((member) => byAmount(spendingOf(member))).sort(byRank);
  const remainders = buyers.map((member) => byRemainder(spendingOf(member))).sort(byRank);
  const descending = amounts.map(({ measure }) => measure);
  const within = (share: number) => countWithin(descending, Math.min(1, share));
  const first = (share: number) => firstShare(share, n);
  return {
    a: thresholdAt(amounts, within(tiers.abcA), within(tiers.abcA + tiers.hysteresis)),
    b: thresholdAt(amounts, within(tiers.abcB), within(tiers.abcB + tiers.hysteresis)),
    topByAmount: thresholdAt(amounts, first(tiers.share), first(tiers.share)),
    withoutLargest: thresholdAt(remainders, first(oneOff.leaveLargestOutShare), first(oneOff.leaveLargestOutShare)),
  };
}
