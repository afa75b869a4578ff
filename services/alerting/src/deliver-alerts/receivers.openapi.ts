import { bodyOf, is, json, type RouteWords } from '@vilfredo/service';
import type { Outcome } from './message.js';
import type { ReceiverStatus } from './receiver-status.js';

const told = is.orNull(is.object<{ at: unknown; reason: unknown }>({ at: is.time, reason: is.text }));

const receiver = is.shape<ReceiverStatus>('Receiver', {
  name: is.text,
  kind: is.oneOf(['webhook', 'email']),
  target: is.text,
  state: is.oneOf(['working', 'retrying', 'disabled', 'not begun']),
  cursor: is.orNull(is.text),
  lag: is.object<ReceiverStatus['lag']>({ events: is.count, more: is.flag }),
  held: is.count,
  retrying: is.count,
  next: is.list(
    is.object<ReceiverStatus['next'][number]>({
      id: is.text,
      type: is.text,
      customerId: is.text,
      attempts: is.count,
      at: is.time,
      error: is.orNull(is.text),
    }),
  ),
  delivered: is.count,
  failures: is.count,
  givenUp: is.count,
  lastDeliveredAt: is.orNull(is.time),
  lastError: told,
  disabled: told,
});

const failed = is.object<Extract<Outcome, { delivered: false }>>({
  delivered: { const: false },
  reason: is.text,
  retryAfterMs: is.optional(is.number),
  isBusy: is.optional(is.flag),
  isFinal: is.optional(is.flag),
});
const outcome = {
  title: 'DeliveryOutcome',
  anyOf: [is.object<{ delivered: true }>({ delivered: { const: true } }), failed],
};

const beginning = [
  is.object<{ after: unknown }>({ after: is.upTo(10_000) }),
  is.object<{ since: unknown }>({ since: is.moment }),
];

export const listing: RouteWords = {
  summary: 'Who is told, and how far they are.',
  answers: { 200: json(is.pageOf(receiver)) },
};
export const enabling: RouteWords = {
  summary: 'Lets a receiver go on where it stopped.',
  answers: { 202: json(receiver) },
  problems: [404],
};
export const replaying: RouteWords = {
  summary: 'Sends again what came after a cursor, or was recorded since a time.',
  body: bodyOf({ oneOf: beginning }),
  answers: { 202: json(receiver) },
  problems: [404],
};
export const testing: RouteWords = {
  summary: 'Hands over a trial message, and says what became of it.',
  answers: { 200: json(outcome) },
  problems: [404],
};
