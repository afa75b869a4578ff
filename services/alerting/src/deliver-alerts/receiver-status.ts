import type { Cursor, EventLog, ViewCollection } from '@vilfredo/event-sourcing';
import type { HeldStore } from './held-store.js';
import { type Channel, type Held, messageOf } from './message.js';
import type { MailTimes, Receiver } from './receiver.js';
import { newState, type ReceiverState, stateIn } from './receiver-state.js';

/** A receiver as operators see it: nothing in it is secret or personal. */
export interface ReceiverStatus {
  readonly name: string;
  readonly kind: Receiver['kind'];
  /** The host of a webhook, or how many addresses get mail and when. */
  readonly target: string;
  readonly state: 'working' | 'retrying' | 'disabled' | 'not begun';
  readonly cursor: Cursor | null;
  /** What is recorded after the cursor for this receiver; at least so much when `more`. */
  readonly lag: { readonly events: number; readonly more: boolean };
  /** Messages that wait beside the log, and customers among them whose first message failed. */
  readonly held: number;
  readonly retrying: number;
  /** The next attempts. */
  readonly next: readonly Waiting[];
  readonly delivered: number;
  readonly failures: number;
  readonly givenUp: number;
  readonly lastDeliveredAt: string | null;
  readonly lastError: { readonly at: string; readonly reason: string } | null;
  readonly disabled: { readonly at: string; readonly reason: string } | null;
}

interface Waiting {
  readonly id: string;
  readonly type: string;
  readonly customerId: string;
  readonly attempts: number;
  readonly at: string;
  readonly error: string | null;
}

export interface StatusSources {
  readonly receiver: Receiver;
  readonly channel: Channel;
  readonly log: EventLog;
  readonly views: ViewCollection;
  readonly held: HeldStore;
}

const mostLag = 1_000;
const shown = 20;

export async function statusOf({ receiver, channel, log, views, held }: StatusSources): Promise<ReceiverStatus> {
  const { name, kind } = receiver;
  const stored = (await views.load([name])).get(name);
  const state = stored === undefined ? newState(null) : stateIn(stored);
  const { cursor, retrying, delivered, failures, givenUp, disabled, lastError, lastDeliveredAt } = state;
  return {
    ...{ name, kind, target: targetOf(receiver), cursor, retrying, delivered, failures, givenUp },
    state: stored === undefined ? 'not begun' : stateWord(state),
    lag: stored === undefined ? { events: 0, more: false } : await lagOf(log, channel, cursor),
    held: state.held,
    next: (await held.next(shown)).map(waiting),
    lastDeliveredAt: lastDeliveredAt === null ? null : isoOf(lastDeliveredAt),
    lastError: lastError && { ...lastError, at: isoOf(lastError.at) },
    disabled: disabled && { ...disabled, at: isoOf(disabled.at) },
  };
}

function stateWord({ disabled, retrying }: ReceiverState): ReceiverStatus['state'] {
  if (disabled !== null) return 'disabled';
  return retrying > 0 ? 'retrying' : 'working';
}

async function lagOf(log: EventLog, channel: Channel, after: Cursor | null) {
  const page = await log.read({ topics: channel.topics, limit: mostLag, ...(after === null ? {} : { after }) });
  const events = page.events.filter((event) => channel.wants(messageOf(event))).length;
  return { events, more: page.events.length === mostLag };
}

function waiting({ message: { id, type, customerId }, attempts, notBefore, lastError }: Held): Waiting {
  return { id, type, customerId, attempts, at: isoOf(notBefore), error: lastError };
}

/** The path of a webhook may hold a secret: its host says enough. */
function targetOf(receiver: Receiver): string {
  if (receiver.kind === 'webhook') return new URL(receiver.url).origin;
  const { to, at } = receiver;
  return `${to.length} ${to.length === 1 ? 'address' : 'addresses'}, ${timesWords(at)}`;
}

/** `at once`, `hourly`, `daily 08:00`. */
export function timesWords(at: MailTimes): string {
  if (at.every === 'alert') return 'at once';
  if (at.every === 'hour') return 'hourly';
  return `daily ${String(at.hour).padStart(2, '0')}:${String(at.minute).padStart(2, '0')}`;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
