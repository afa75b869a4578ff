import { causesOf } from '../assess-customer/causes.js';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { memberOf } from '../assess-customer/member.js';
import { shownRaw } from '../assess-customer/shown-raw.js';
import { forgetOld } from '../contact-facts/forget-old.js';
import { retentionUnder } from '../contact-facts/retention.js';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import { digitsOf, moneyIn } from '../customer-facts/money-in.js';
import type { Epoch, Era } from '../eras/era.js';
import type { Rhythm } from '../silence/rhythm.js';
import { type Assessment, assessValue, type Standing as Before } from '../value/assess-value.js';
import { expectationOf, shownExpectation } from '../value/expected.js';
import { growthOf, nextTierOf } from '../value/growth.js';
import { measureProduct } from '../value/measures.js';
import type { Member } from '../value/population-cutoffs.js';
import { buyerPlace, type KeyProduct, keyProduct } from '../value/product-cutoffs.js';
import { relationshipView } from './relationship-view.js';

/** A customer's assessment as everybody sees it. */
export type CustomerView = ReturnType<typeof customerView>;

const oneOffReasons = {
  'largest-day': 'one purchase day makes up most of the amount, and there are few purchase days',
  'small-without-largest': 'far down the ranking once the largest purchase day is left out',
} as const;

/** Events named with each part when somebody asks why. */
const causesShown = 50;

/**
 * The customer as of a moment (epoch ms), assessed afresh against an epoch. Facts are let go of as the window moves.
 * @param was where the customer stood before; `nowhere` decides without hysteresis
 */
export function customerView(score: CustomerScore, asOf: number, era: Era & { epoch: Epoch | null }, was: Before) {
  const { member, activity, rhythm } = memberOf(score.id, score.facts, asOf, era);
  const { facts } = score;
  const { calendar, policy, epoch } = era;
  const known = {
    customerId: score.id,
    asOf: new Date(asOf).toISOString(),
    seq: score.seq,
    state: activity.state,
    policy: policy.name,
    model: policy.churn.model.name,
    epoch: epoch?.number ?? null,
    /** When the population was measured that the customer is held against. */
    cutoffsAt: epoch === null ? null : new Date(epoch.asOf).toISOString(),
    ...(score.mergedInto === null ? {} : { mergedInto: score.mergedInto }),
  };
  if (score.contacts !== null) forgetOld(score.contacts, asOf, retentionUnder(policy));
  const relationship = relationshipView(score, rhythm, asOf, era);
  if (facts.days.length === 0) return { ...known, value: null, ...relationship };
  const assessed = epoch === null ? null : assessValue(member, activity.state, policy, epoch.population, was);
  const money = moneyIn(facts, policy.currency);
  const criteria = (assessed?.parts ?? []).map(({ name, raw, percentile, weight, points }) => ({
    name,
    raw: shownRaw({ name, raw }, facts, asOf, era),
    percentile,
    weight,
    points,
    causes: causesOf(name, facts, causesShown),
  }));
  return {
    ...known,
    value: {
      score: assessed?.score ?? null,
      tier: assessed?.tier ?? null,
      abc: assessed?.abc ?? null,
      rfm: assessed?.rfm ?? null,
      firstPurchase: calendar.dateOf(facts.days[0]!),
      latestPurchase: calendar.dateOf(facts.days.at(-1)!),
      purchaseDays: facts.days.length,
      ordersInWindow: member.orders,
      quantityInWindow: member.quantity / 1000,
      amountInWindow: money(member.amount),
      lastAmount: money(facts.latest?.amount ?? 0),
      criteria,
      oneOff: {
        flagged: (assessed?.oneOff ?? null) !== null,
        reason: assessed?.oneOff ? oneOffReasons[assessed.oneOff] : null,
      },
      keyProducts: epoch === null ? [] : keyProductsOf(facts, member, epoch),
      ...outlookOf(facts, { member, rhythm }, assessed, asOf, era),
    },
    ...relationship,
  };
}

/** What is to be expected of the customer, and how much more than now. */
function outlookOf(
  facts: CustomerFacts,
  seen: { readonly member: Member; readonly rhythm: Rhythm | null },
  assessed: Assessment | null,
  asOf: number,
  era: Era & { epoch: Epoch | null },
) {
  const { policy, calendar, epoch } = era;
  const expectation = expectationOf(facts, seen, asOf, era);
  if (expectation === null) return { expected: null, growth: null };
  const digits = digitsOf(facts, policy.currency);
  const knownDays = calendar.dayOf(asOf) - facts.days[0]!;
  const next =
    epoch === null || assessed === null ? null : nextTierOf(seen.member, assessed, policy, epoch.population, digits);
  return {
    expected: shownExpectation(expectation, digits),
    growth: {
      amount: growthOf(expectation, seen.member.amount, knownDays, policy.window, digits),
      ...(next ?? { nextTier: null, by: null, toNextTier: null }),
    },
  };
}

function keyProductsOf(facts: CustomerFacts, member: Member, epoch: Epoch): KeyProduct[] {
  const found: KeyProduct[] = [];
  for (const [sku, { buckets }] of facts.products) {
    const cutoffs = epoch.products.get(sku);
    if (cutoffs === undefined) continue;
    const standing = keyProduct(cutoffs, buyerPlace(member.id, measureProduct(buckets)));
    if (standing !== null) found.push(standing);
  }
  return found.sort((a, b) => a.rank / a.of - b.rank / b.of || (a.sku < b.sku ? -1 : 1));
}
