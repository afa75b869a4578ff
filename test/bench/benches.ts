import { alertLatency } from './alert-latency.js';
import type { Bench } from './bench.js';
import { embedded } from './embedded.js';
import { kafkaBenches } from './kafka/kafka-benches.js';
import { latency } from './latency.js';
import { onlineRetail } from './online-retail.js';
import { population } from './population.js';
import { rebuilding } from './rebuild.js';
import { scoringShare } from './scoring-share.js';

export const benches: readonly Bench[] = [
  {
    name: 'embedded',
    about: 'append, fold, assess, store and publish, against decoding and folding alone',
    measure: async (tell, settings) => [await embedded(tell, settings)],
  },
  {
    name: 'scoring-share',
    about: 'the whole path, against the same log and store written without any scoring',
    measure: (tell, settings) => scoringShare(tell, settings),
  },
  {
    name: 'latency',
    about: 'from an order to its change on the feed, at 1,000 orders a second; peer is the budget',
    measure: (tell) => latency(tell),
  },
  {
    name: 'alert-latency',
    about: 'from a rating stored to the webhook of its alert, at 500 events a second; peer is the budget',
    measure: async (tell) => [await alertLatency(tell)],
  },
  {
    name: 'rebuild',
    about: 'folding the log again, against having lived it',
    measure: async (tell, settings) => [await rebuilding(tell, settings)],
  },
  {
    name: 'online-retail',
    about: 'vilfredo score of a year of a real shop; peer is the budget',
    measure: async (tell, settings) => [await onlineRetail(tell, settings)],
  },
  {
    name: 'population',
    about: 'an event in a book of 200,000 customers, against one of 2,000',
    measure: async (tell, settings) => [await population(tell, settings)],
  },
  ...kafkaBenches,
];
