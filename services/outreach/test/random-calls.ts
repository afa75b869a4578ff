import type { EventToAppend } from '@vilfredo/event-sourcing';
import { attemptResults, riskBands, silenceStates } from '@vilfredo/events';
import { shuffled } from '@vilfredo/testing';
import fc from 'fast-check';
import {
  alertExtended,
  alertRaised,
  alertResolved,
  alertSnoozed,
  attempted,
  classChanged,
  consented,
  contacted,
  merged,
  owned,
  phoneLinked,
  qualified,
  riskChanged,
  silent,
  stageChanged,
  valueChanged,
} from './example-facts.js';

/** Makes an event of a customer's at a moment; `seq` numbers those of one sequence. */
type Make = (about: About, seq: number) => EventToAppend;

interface About {
  readonly customer: string;
  readonly at: string;
}

const at = fc
  .integer({ min: 0, max: 24 * 50 })
  .map((hour) => iso(Date.parse('2026-01-20T00:00:00Z') + hour * 3_600_000));
const score = fc.integer({ min: 0, max: 100 });
const alertId = fc.constantFrom('x', 'y');

const customers: fc.Arbitrary<Make> = fc.oneof(
  fc.boolean().map((granted) => (about: About) => consented(granted, about)),
  fc.boolean().map((granted) => (about: About) => consented(granted, { ...about, channel: 'any' })),
  fc.constantFrom('a7', 'a8', null).map((owner) => (about: About) => owned(owner, about)),
  fc.constant<Make>((about: About) => phoneLinked(about)),
  fc.constant<Make>((about: About) => merged('customer-9', about)),
);
const interactions: fc.Arbitrary<Make> = fc.oneof(
  fc
    .constantFrom('in' as const, 'out' as const)
    .map((direction) => (about: About) => contacted({ ...about, direction })),
  fc.constantFrom(...attemptResults).map((result) => (about: About) => attempted(result, about)),
  at.map((callBackAt) => (about: About) => attempted('call-back', { ...about, callBackAt })),
);
const scores: fc.Arbitrary<Make> = fc.oneof(
  score.map((to) => (about: About, seq: number) => valueChanged(to, { ...about, seq })),
  score.map((to) => (about: About, seq: number) => qualified(to, { ...about, seq })),
  fc.tuple(score, fc.constantFrom(...riskBands), fc.constantFrom(...riskBands)).map(
    ([to, band, fromBand]) =>
      (about: About, seq: number) =>
        riskChanged(to, band, { ...about, seq, fromBand }),
  ),
  fc.constantFrom(...silenceStates).map((to) => (about: About, seq: number) => silent(to, { ...about, seq })),
  fc
    .constantFrom(1, 2, 3, 4, null)
    .map((to) => (about: About, seq: number) => classChanged(to as 1 | null, { ...about, seq })),
  fc.tuple(fc.constantFrom('sku-1', 'sku-2'), fc.boolean(), score).map(
    ([product, recall, spend]) =>
      (about: About, seq: number) =>
        stageChanged(product, { ...about, seq, recall, spend }),
  ),
);
const alerts: fc.Arbitrary<Make> = fc.oneof(
  fc.tuple(alertId, at).map(
    ([id, callBy]) =>
      (about: About) =>
        alertRaised(id, { ...about, callBy }),
  ),
  alertId.map((id) => (about: About) => alertExtended(id, { ...about, severity: 'critical' })),
  fc.tuple(alertId, at).map(
    ([id, until]) =>
      (about: About) =>
        alertSnoozed(id, until, about),
  ),
  alertId.map((id) => (about: About) => alertResolved(id, about)),
);

function stream(make: fc.Arbitrary<Make>, maxLength: number): fc.Arbitrary<EventToAppend[]> {
  const one = fc.tuple(make, at, fc.constantFrom('customer-1', 'customer-2'));
  return fc
    .array(one, { maxLength })
    .map((all) => all.map(([made, moment, customer], i) => made({ customer, at: moment }, i + 1)));
}

/** What happened to two customers, topic by topic, each in its order. */
export const callHistories: fc.Arbitrary<readonly (readonly EventToAppend[])[]> = fc.tuple(
  stream(customers, 5),
  stream(interactions, 8),
  stream(scores, 8),
  stream(alerts, 6),
);

/** One order of all, in which every topic keeps its own. */
export function interleaved(topics: readonly (readonly EventToAppend[])[], seed: number): EventToAppend[] {
  const queues = topics.map((events) => [...events]);
  const turns = topics.flatMap((events, topic) => events.map(() => topic));
  return shuffled(turns, seed).map((topic) => queues[topic]!.shift()!);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
