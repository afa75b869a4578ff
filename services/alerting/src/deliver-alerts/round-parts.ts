import type { Clock, EventLog, ViewCollection } from '@vilfredo/event-sourcing';
import type { HeldStore } from './held-store.js';
import type { Channel, Message } from './message.js';
import type { MessageQueue } from './message-queue.js';
import type { Receiver } from './receiver.js';
import type { WakeUp } from './wake-up.js';

export interface DeliveryObserver {
  delivered?(receiver: string, messages: readonly Message[], at: number): void;
  failed?(receiver: string, tried: { reason: string; attempt: number; next: number }): void;
  /** One message will not be tried again; the receiver goes on. */
  gaveUp?(receiver: string, reason: string): void;
  disabled?(receiver: string, reason: string): void;
  /** Delivery itself could not go on, and begins again. */
  broken?(receiver: string, error: unknown, attempt: number): void;
}

export interface RoundParts {
  readonly receiver: Receiver;
  readonly channel: Channel;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly receivers: ViewCollection;
  readonly heldStore: HeldStore;
  readonly queue: MessageQueue;
  readonly observer: DeliveryObserver;
  readonly wake: WakeUp;
  /** Own name, and how long the lease holds when it is not renewed, ms. */
  readonly owner: string;
  readonly leaseMs: number;
  /** Between two saves at least, ms. */
  readonly saveEveryMs: number;
  /** How long attempts under way may go on once the round is to end, ms. */
  readonly patienceMs: number;
}
