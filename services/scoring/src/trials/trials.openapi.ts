import { bodyOf, is, type RouteWords, type Schema } from '@vilfredo/service';
import { standings } from '../book/book.openapi.js';
import { band, satisfactionClass, state, tier } from '../customers/customer-view.openapi.js';
import { policyGiven } from '../policy/policy.openapi.js';
import { answersOf } from '../query/long-work.openapi.js';
import type { Both, MovedCustomer, Place, PlacesMoved, TrialProgress, TrialReport, Warnings } from './trial-report.js';

const both = (schema: Schema) => is.object<Both<unknown>>({ inForce: schema, candidate: schema });

const place = is.shape<Place>('TrialPlace', {
  state: is.orNull(state),
  value: is.orNull(is.score),
  tier: is.orNull(tier),
  risk: is.orNull(is.score),
  band: is.orNull(band),
  class: is.orNull(satisfactionClass),
  qualification: is.orNull(is.score),
});

const moved = is.object<PlacesMoved>({
  state: is.count,
  value: is.count,
  tier: is.count,
  risk: is.count,
  band: is.count,
  class: is.count,
  qualification: is.count,
});

const warnings = is.object<Warnings>({
  inForce: is.count,
  candidate: is.count,
  both: is.count,
  earlier: is.count,
  later: is.count,
  medianDaysEarlier: is.orNull(is.number),
});

const report = is.shape<TrialReport>('TrialReport', {
  policy: is.text,
  candidate: is.text,
  from: is.time,
  to: is.time,
  cutoffs: is.count,
  events: is.count,
  customers: is.count,
  parked: both(is.count),
  equal: is.flag,
  touched: is.count,
  changes: is.list(
    is.object<TrialReport['changes'][number]>({ type: is.text, inForce: is.count, candidate: is.count }),
  ),
  standings: both(standings),
  moved,
  warnings,
  customersMoved: is.list(is.object<MovedCustomer>({ customerId: is.text, inForce: place, candidate: place })),
  notTried: is.list(is.text),
  seconds: is.number,
});

const progress = is.object<TrialProgress>({
  phase: is.oneOf(['reading', 'in-force', 'candidate']),
  events: is.count,
  of: is.optional(is.count),
});

const asked = {
  ...is.object<{ policy: unknown; from?: unknown; to?: unknown; cutoffsEveryDays?: unknown; limit?: unknown }>({
    policy: policyGiven,
    from: is.optional(is.says('A year before `to` when absent.', is.orNull(is.moment))),
    to: is.optional(is.says('Now when absent.', is.orNull(is.moment))),
    cutoffsEveryDays: is.optional({ ...is.orNull(is.between(1, 366, is.whole)), default: 7 }),
    limit: is.optional({ ...is.orNull(is.between(1, 10_000, is.whole)), default: 50 }),
  }),
  title: 'Trial',
  additionalProperties: false,
};

export const trial: RouteWords = {
  summary: 'What a period would have been under other rules. One at a time.',
  body: bodyOf(asked),
  answers: answersOf(report, progress),
  problems: [409],
};
