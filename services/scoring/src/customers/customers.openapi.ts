import { is, json, paged, type RouteWords } from '@vilfredo/service';
import { feedItem } from '../score-feed/score-feed.openapi.js';
import { type CustomerRow, orders } from './customer-list.js';
import { abc, band, customer, satisfactionClass, silenceState, state, tier } from './customer-view.openapi.js';
import type { timelineItem } from './timeline.js';

const row = is.shape<CustomerRow>('CustomerRow', {
  customerId: is.text,
  value: is.orNull(is.score),
  tier: is.orNull(tier),
  abc: is.orNull(abc),
  rfm: is.orNull(is.text),
  state: is.orNull(state),
  ordersInWindow: is.count,
  amountInWindow: is.money,
  latestPurchase: is.orNull(is.day),
  oneOff: is.flag,
  risk: is.orNull(is.score),
  band: is.orNull(band),
  class: is.orNull(satisfactionClass),
  silence: is.orNull(silenceState),
  qualification: is.orNull(is.score),
  clv: is.optional(is.says('Where the book is sorted by it.', is.money)),
});

const happened = is.shape<ReturnType<typeof timelineItem>>('TimelineItem', {
  id: is.text,
  type: is.text,
  at: is.time,
  recordedAt: is.time,
  data: is.says('As its type has it, see /asyncapi.json; null where it is no JSON.', is.anything),
});

export const listing: RouteWords = {
  summary: 'The book, the most valuable first.',
  query: {
    sort: { ...is.oneOf(orders), default: '-value' },
    tier: is.says('The top includes the core.', tier),
    abc,
    state,
    risk: band,
    class: satisfactionClass,
    silence: silenceState,
    product: is.says('Who bought it in the window.', is.text),
    ...paged(),
  },
  answers: { 200: json(is.pageOf(row)) },
};

export const single: RouteWords = {
  summary: 'One customer as of now, or of what had happened by then as far as it had been recorded by then.',
  query: { asOf: is.moment, knownAt: is.moment },
  answers: { 200: json(customer) },
  problems: [404],
};

export const timeline: RouteWords = {
  summary: 'What happened to the customer, newest first.',
  query: paged(),
  answers: { 200: json(is.pageOf(happened)) },
  problems: [404],
};

export const history: RouteWords = {
  summary: "The changes of the customer's scores, newest first.",
  query: paged(),
  answers: { 200: json(is.pageOf(feedItem)) },
  problems: [404],
};
