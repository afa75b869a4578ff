import type { StoredEvent } from '@vilfredo/event-sourcing';

/** An event on its way to a receiver. */
export interface Message {
  /** Of the event, and of every attempt to deliver it. */
  readonly id: string;
  readonly topic: string;
  readonly type: string;
  readonly version: number;
  readonly customerId: string;
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string;
  /** When it was recorded. */
  readonly recordedAt: string;
  readonly correlationId: string;
  /** The payload as JSON text. */
  readonly data: string;
}

export function messageOf(event: StoredEvent): Message {
  const { id, topic, type, version, subject, time, recordedat, correlationid, data } = event;
  return {
    id,
    topic,
    type,
    version,
    customerId: subject,
    time,
    recordedAt: recordedat,
    correlationId: correlationid,
    data,
  };
}

/** A message that is kept beside the log until it is delivered, because those behind it go on or its time has not come. */
export interface Held {
  readonly message: Message;
  /** Grows in the order of the log. */
  readonly place: number;
  /** The next attempt, epoch ms. */
  notBefore: number;
  attempts: number;
  /** Of the first attempt and of the last one, epoch ms. */
  firstAt: number | null;
  lastAt: number | null;
  lastError: string | null;
  /** Names what is sent together: settled before the first attempt, so that a repeat is the same. */
  batch: string | null;
}

/** What is handed over in one attempt. */
export interface Parcel {
  readonly messages: readonly Message[];
  readonly batch: string | null;
}

/** What became of an attempt. */
export type Outcome =
  | { readonly delivered: true }
  | {
      readonly delivered: false;
      /** In plain words; never what the receiver said. */
      readonly reason: string;
      /** How long the receiver wants to be left alone, ms. */
      readonly retryAfterMs?: number;
      /** Whether that goes for every message. */
      readonly isBusy?: boolean;
      /** There is no use in trying again. */
      readonly isFinal?: boolean;
    };

/** A way to one receiver. Implementations send; they decide nothing about order or repetition. */
export interface Channel {
  readonly topics: readonly string[];
  /** Attempts that may be under way at once. */
  readonly slots: number;
  /** Whether all that is due goes out in one parcel. */
  readonly together: boolean;
  /** No attempt lasts longer, ms. */
  readonly timeoutMs: number;
  /** Whether messages of this type go there at all. */
  wants(message: Message): boolean;
  /** When it may go out at the earliest, epoch ms; null when the receiver does not want this one. */
  notBefore(message: Message, now: number): number | null | Promise<number | null>;
  /** @param signal ends the attempt. Never throws for what the receiver does. */
  send(parcel: Parcel, signal: AbortSignal): Promise<Outcome>;
  /** A message that says that it is a trial. */
  sendTest(id: string, signal: AbortSignal): Promise<Outcome>;
  close(): void;
}
