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
    super(summary(violations));
    this.name = 'Unreadable';
  }
}

/** The first ten, and how many more. */
function summary(violations: readonly Violation[]): string {
  const told = violations.slice(0, 10).map(({ field, reason }) => (field === '' ? reason : `${field}: ${reason}`));
  return violations.length > 10 ? `${told.join('; ')}; and ${violations.length - 10} more` : told.join('; ');
}

/**
 * Reads a stored event: checks the payload against the class of its version, then climbs the ladder of upcasters.
 * @throws Unreadable naming the wrong fields.
 */
export function read(event: { type: string; version: number; data: string }): Read {
  if (!isEventType(event.type)) {
    throw new Unreadable([{ field: 'type', reason: `${String(event.type).slice(0, 80)} is not known` }]);
  }
  const { versions } = catalogue[event.type];
  const cls = versions[event.version - 1];
  if (cls === undefined) {
    throw new Unreadable([{ field: 'version', reason: `${event.version} of ${event.type} is not known` }]);
  }
  const payload = parse(event.data);
  refuseIfWrong(violations(cls, payload));
  const newest = event.version === versions.length ? payload : climb(event.type, event.version, payload);
  return { type: event.type, payload: newest } as Read;
}

/** Lifts a payload of an old version to the newest, which it must then be by the rules of that one too. */
function climb(type: EventType, version: number, payload: unknown): unknown {
  const { versions, upcasts } = catalogue[type];
  let lifted = payload;
  for (const upcast of upcasts.slice(version - 1)) {
    try {
      lifted = upcast(lifted as never);
    } catch (error) {
      if (error instanceof RangeError) throw new Unreadable([{ field: 'data', reason: error.message }]);
      throw error;
    }
  }
  refuseIfWrong(violations(versions.at(-1)!, lifted));
  return lifted;
}

function refuseIfWrong(wrong: readonly Violation[]): void {
  if (wrong.length > 0) throw new Unreadable(wrong);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreadable([{ field: 'data', reason: `is not JSON${placeIn((error as Error).message)}` }]);
  }
}

/** Where, as far as the parser says so; its words quote what it has read, which may be of a person. */
function placeIn(message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? '' : ` (at position ${position})`;
}
