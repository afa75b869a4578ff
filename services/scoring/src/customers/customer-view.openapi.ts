import {
  activityStates,
  RatedMonth,
  riskBands,
  satisfactionEvidence,
  silenceStates,
  stages,
  wholeSchema,
} from '@vilfredo/events';
import { is, type Schema } from '@vilfredo/service';
import type { CustomerView } from './customer-view.js';

type Value = NonNullable<CustomerView['value']>;
type Expected = NonNullable<Value['expected']>;
type Growth = NonNullable<Value['growth']>;
type Churn = NonNullable<CustomerView['churn']>;
type Satisfaction = NonNullable<CustomerView['satisfaction']>;
type Qualification = NonNullable<CustomerView['qualification']>;

export const tier = is.oneOf(['top', 'core']);
export const abc = is.oneOf(['A', 'B', 'C']);
export const state = is.oneOf(activityStates);
export const band = is.oneOf(riskBands);
export const silenceState = is.oneOf(silenceStates);
export const satisfactionClass = is.oneOf([1, 2, 3, 4]);
export const status = is.oneOf(['none', 'classified', 'stale']);
export const evidence = is.oneOf(satisfactionEvidence);
export const stage = is.oneOf(stages);

const criterion = is.shape<Value['criteria'][number]>('Criterion', {
  name: is.oneOf(['recency', 'quantity', 'singleProduct', 'amount', 'standing']),
  raw: is.says('Days since, whole units, or the major unit of the currency.', is.number),
  percentile: is.share,
  weight: is.number,
  points: is.number,
  causes: is.causes,
});

const keyProduct = is.shape<Value['keyProducts'][number]>('KeyProduct', {
  sku: is.text,
  rank: is.count,
  of: is.count,
  band: is.oneOf(['key', 'strong']),
});

const expected = is.shape<Expected>('Expected', {
  pAlive: is.share,
  purchases: is.number,
  spend: is.money,
  clv: is.money,
  horizonDays: is.whole,
});

const growth = is.shape<Growth>('Growth', {
  amount: is.money,
  nextTier: is.orNull(tier),
  by: is.orNull(is.text),
  toNextTier: is.orNull(is.money),
});

const value = is.shape<Value>('CustomerValue', {
  score: is.orNull(is.score),
  tier: is.orNull(tier),
  abc: is.orNull(abc),
  rfm: is.orNull(is.text),
  firstPurchase: is.day,
  latestPurchase: is.day,
  purchaseDays: is.count,
  ordersInWindow: is.count,
  quantityInWindow: is.number,
  amountInWindow: is.money,
  lastAmount: is.money,
  criteria: is.says('Their points add up to the score.', is.list(criterion)),
  oneOff: is.object<Value['oneOff']>({ flagged: is.flag, reason: is.orNull(is.text) }),
  keyProducts: is.list(keyProduct),
  expected: is.orNull(expected),
  growth: is.orNull(growth),
});

const churn = is.shape<Churn>('CustomerChurn', {
  risk: is.score,
  band,
  horizonDays: is.number,
  pActive: is.share,
  silence: is.object<Churn['silence']>({
    state: is.orNull(silenceState),
    survival: is.share,
    cycleDays: is.orNull(is.number),
    silentDays: is.number,
  }),
  terms: is.list(
    is.object<Churn['terms'][number]>({ name: is.text, logOdds: is.number, points: is.number, causes: is.causes }),
  ),
});

const satisfaction = is.shape<Satisfaction>('CustomerSatisfaction', {
  class: is.orNull(satisfactionClass),
  status,
  evidence,
  flags: is.list(is.text),
  months: is.list(wholeSchema(RatedMonth)),
  rater: is.orNull(is.score),
  coverage: is.list(is.text),
  latest: is.orNull(is.number),
  causes: is.causes,
});

const qualification = is.shape<Qualification>('CustomerQualification', {
  score: is.score,
  parts: is.list(
    is.object<Qualification['parts'][number]>({ name: is.text, raw: is.number, points: is.number, causes: is.causes }),
  ),
});

const stageOf = is.shape<CustomerView['stages'][number]>('ProductStage', {
  product: is.text,
  stage,
  probability: is.share,
  recall: is.flag,
  causes: is.causes,
});

export const customer: Schema = is.shape<CustomerView>('Customer', {
  customerId: is.text,
  asOf: is.time,
  seq: is.says('Of the last change that is in it; 0 before the first.', is.count),
  state: is.orNull(state),
  policy: is.text,
  model: is.text,
  epoch: is.orNull(is.count),
  cutoffsAt: is.orNull(is.time),
  mergedInto: is.optional(is.says('Whom this customer turned out to be.', is.text)),
  value: is.orNull(value),
  churn: is.orNull(churn),
  satisfaction: is.orNull(satisfaction),
  qualification: is.orNull(qualification),
  stages: is.list(stageOf),
});
