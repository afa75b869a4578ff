import type { EventType, Payloads, Topic } from '../catalogue.js';
import { catalogue, isEventType } from '../catalogue.js';
import { type Violation, violations } from './check.js';

/** What an event says besides its payload (CloudEvents 1.0 names). */
export interface Envelope {
  readonly id: string;
  readonly subject: string;
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly traceparent?: string;
}

/** An event ready for a log: its newest version, its payload as JSON text. */
export interface Written extends Envelope {
  readonly topic: Topic;
  readonly type: EventType;
  readonly version: number;
  readonly data: string;
}

/** Puts a payload of the newest version into its envelope. */
export function write<T extends EventType>(type: T, envelope: Envelope, payload: Payloads[T]): Written {
  const { topic, versions } = catalogue[type];
  return { ...envelope, topic, type, version: versions.length, data: JSON.stringify(payload) };
}

/** An event as read: its newest version whatever version was written. */
export type Read = { [T in EventType]: { readonly type: T; readonly payload: Payloads[T] } }[EventType];

/** The reasons why a record is no event of ours. */
export class Unreadable extends Error {
  constructor(readonly violations: readonly Violation[]) {
    super(violations.map(({ field, reason }) => (field === '' ? reason : `${field}: ${reason}`)).join('; '));
    this.name = 'Unreadable';
  }
}

/**
 * Reads a stored event: checks the payload against the class of its version, then climbs the ladder of upcasters.
 * @throws Unreadable naming the wrong fields.
 */
export function read(event: { type: string; version: number; data: string }): Read {
  if (!isEventType(event.type)) throw new Unreadable([{ field: 'type', reason: `${event.type} is not known` }]);
  const { versions, upcasts } = catalogue[event.type];
  const cls = versions[event.version - 1];
  if (cls === undefined) {
    throw new Unreadable([{ field: 'version', reason: `${event.version} of ${event.type} is not known` }]);
  }
  let payload = parse(event.data);
  const wrong = violations(cls, payload);
  if (wrong.length > 0) throw new Unreadable(wrong);
  for (const upcast of upcasts.slice(event.version - 1)) payload = upcast(payload as never);
  return { type: event.type, payload } as Read;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable([{ field: 'data', reason: `is not JSON (${(error as Error).message.slice(0, 80)})` }]);
  }
}
