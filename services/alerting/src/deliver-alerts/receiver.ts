import type { AlertSeverity, EventType } from '@vilfredo/events';

/** Topics that a webhook may be sent. */
export const receivableTopics = ['alerts', 'scores'] as const;
export type ReceivableTopic = (typeof receivableTopics)[number];

/** A system that is told by signed HTTP requests. */
export interface WebhookReceiver {
  readonly kind: 'webhook';
  readonly name: string;
  readonly url: string;
  /** Keys of the signatures; every message is signed with each, so that a key can be replaced without a gap. */
  readonly secrets: readonly Buffer[];
  readonly topics: readonly ReceivableTopic[];
  /** The event types it is told of. */
  readonly types: readonly EventType[];
}

/** When mail goes out: one for each alert, or one for all of an hour or of a day. */
export type MailTimes =
  | { readonly every: 'alert' }
  | { readonly every: 'hour' }
  | { readonly every: 'day'; readonly hour: number; readonly minute: number };

/** People who are told by e-mail. */
export interface EmailReceiver {
  readonly kind: 'email';
  readonly name: string;
  readonly to: readonly string[];
  readonly at: MailTimes;
  /** In which the hours and days of `at` are cut. */
  readonly timeZone: string;
  /** Only alerts at least as severe as this. */
  readonly severityFrom: AlertSeverity;
}

export type Receiver = WebhookReceiver | EmailReceiver;

/** The types of events about alerts that systems are told of when they name none: all but the notes on telling. */
export const alertTypes = [
  'AlertRaised',
  'AlertExtended',
  'AlertAcknowledged',
  'AlertSnoozed',
  'AlertEscalated',
  'AlertResolved',
] as const satisfies readonly EventType[];

/** The types that mail is written about. */
export const mailedTypes = ['AlertRaised', 'AlertEscalated'] as const satisfies readonly EventType[];
