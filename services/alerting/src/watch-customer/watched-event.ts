import type { AlertOutcome, AlertTrigger, Read } from '@vilfredo/events';
import type { Origin } from './watched-customer.js';

/** An event of a customer's, read. */
export interface WatchedEvent extends Origin {
  /** When it happened, epoch ms. */
  readonly time: number;
  readonly read: Read;
}

/** How things stand now with what a rule may rest on: why an alert closes, should its signs be gone. */
export interface News {
  readonly trigger: AlertTrigger;
  readonly text: string;
  readonly outcome: AlertOutcome;
}
