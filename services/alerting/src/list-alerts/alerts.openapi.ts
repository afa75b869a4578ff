import { AlertReason, alertOutcomes, alertSeverities, wholeSchema } from '@vilfredo/events';
import { bodyOf, is, json, paged, type RouteWords, type Schema } from '@vilfredo/service';
import type { RuleMeasure } from '../measure-rules/measure-rules.js';
import { type AlertView, alertStates } from './alert-view.js';
import { alertOrders } from './page-alerts.js';

/** As it is shown: with what holds it back from being told. */
interface ShownAlert extends AlertView {
  readonly correlationId: string;
  readonly heldUntil: string | null;
  readonly heldBy: string | null;
}

const severity = is.oneOf(alertSeverities);

const alert = is.shape<ShownAlert>('Alert', {
  id: is.text,
  customerId: is.text,
  rule: is.text,
  severity,
  priority: is.says('Value x need, 0-100.', is.number),
  raisedAt: is.time,
  because: is.list(wholeSchema(AlertReason)),
  valueAtRisk: is.orNull(is.money),
  suggestedAction: is.text,
  callBy: is.orNull(is.time),
  agentId: is.orNull(is.text),
  policy: is.text,
  state: is.oneOf(alertStates),
  acknowledgedAt: is.orNull(is.time),
  acknowledgedBy: is.orNull(is.text),
  snoozedUntil: is.orNull(is.time),
  escalatedAt: is.orNull(is.time),
  escalatedTo: is.orNull(is.text),
  outcome: is.orNull(is.oneOf(alertOutcomes)),
  resolvedAt: is.orNull(is.time),
  resolvedBy: is.orNull(is.oneOf(['person', 'rule'])),
  by: is.orNull(is.text),
  why: is.orNull(is.text),
  notified: is.list(
    is.object<AlertView['notified'][number]>({
      via: is.oneOf(['webhook', 'email']),
      receiver: is.text,
      result: is.oneOf(['delivered', 'given-up']),
      at: is.time,
    }),
  ),
  events: is.list(is.text),
  correlationid: is.says('The same as `correlationId`.', is.text),
  correlationId: is.text,
  heldUntil: is.orNull(is.time),
  heldBy: is.orNull(is.oneOf(['quiet-hours', 'cap'])),
});

const measure = is.shape<RuleMeasure>('RuleMeasure', {
  rule: is.text,
  raised: is.count,
  open: is.count,
  outcomes: is.tally(alertOutcomes),
  precision: is.orNull(is.share),
  leadHours: is.orNull(is.object<{ median: number; p90: number }>({ median: is.number, p90: is.number })),
});

const by = is.optional(is.orNull({ type: 'string', maxLength: 100 }));

export const listing: RouteWords = {
  summary: 'What somebody should look after.',
  query: {
    open: is.says('Only those that nobody has resolved, or only the others.', is.flag),
    rule: is.text,
    severity,
    agent: is.text,
    customer: is.text,
    sort: { ...is.oneOf(alertOrders), default: '-priority' },
    ...paged(),
  },
  answers: { 200: json(is.pageOf(alert)) },
};

export const rules: RouteWords = {
  summary: 'Of every rule that has raised an alert, how often it was right and how early.',
  answers: { 200: json(is.pageOf(measure)) },
};

export const shown: RouteWords = { summary: 'One alert.', answers: { 200: json(alert) }, problems: [404] };

/** Answered with the alert as it is then. */
function deciding(summary: string, body: Schema, required: boolean): RouteWords {
  return { summary, body: bodyOf(body, required), answers: { 200: json(alert) }, problems: [404, 409] };
}

export const acknowledging = deciding('Somebody takes it on.', is.object<{ by?: unknown }>({ by }), false);
export const snoozing = deciding(
  'It is put aside until then, a year at most.',
  is.object<{ until: unknown; by?: unknown }>({ until: is.moment, by }),
  true,
);
export const resolving = deciding(
  'It is over.',
  is.object<{ outcome: unknown; why?: unknown; by?: unknown }>({
    outcome: is.oneOf(alertOutcomes),
    why: is.optional(is.orNull({ type: 'string', maxLength: 500 })),
    by,
  }),
  true,
);
