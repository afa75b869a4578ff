import type { Channel, Cue } from '@vilfredo/events';

/**
 * What a customer's contacts leave behind. Every list is in order of time, then of event id: two histories that tell
 * the same leave the same facts, whatever the order in which they arrived. Nothing here depends on the policy but how
 * long it is kept.
 */
export interface ContactFacts {
  ratings: Rating[];
  complaints: Complaint[];
  /** Contacts that the customer began, and what they were about. */
  matters: MatterContact[];
  /** What agents said afterwards that contacts were about. */
  named: MatterContact[];
  transfers: Moment[];
  signals: Signal[];
  /** Contacts ever, by people and not by machines. */
  count: number;
  latest: (Moment & { readonly channel: Channel }) | null;
  /** Channels ever used by the customer, ascending by name. */
  channels: Channel[];
}

/** When something happened (epoch ms), and the event that told it. */
export interface Moment {
  readonly time: number;
  readonly event: string;
}

/** Answers on 1-5: overall, reliability, assurance, tangibles, empathy, responsiveness; null where there is none. */
export interface Rating extends Moment {
  readonly answers: readonly (number | null)[];
}

/** A case that the customer complained about, or its end: whichever is told first. */
export interface Complaint {
  /** The source and its own id of the case. */
  readonly key: string;
  /** Each time that they complained about it. */
  opened: Opening[];
  /** The latest end: of what was complained about by then, and not of what came after it. */
  resolved: (Moment & { readonly recovered: boolean }) | null;
}

export interface Opening extends Moment {
  readonly severity: number;
}

export interface MatterContact extends Moment {
  /** The source and its own id of the contact. */
  readonly contact: string;
  /** The source and its own id of the matter; null where none was named. */
  readonly matter: string | null;
}

export interface Signal extends Moment {
  readonly product: string;
  readonly cue: Cue;
}

export function noContacts(): ContactFacts {
  return {
    ratings: [],
    complaints: [],
    matters: [],
    named: [],
    transfers: [],
    signals: [],
    count: 0,
    latest: null,
    channels: [],
  };
}

/** What ended a complaint; null while it is open. */
export function endOf({ resolved }: Complaint, opening: Opening): Complaint['resolved'] {
  return resolved !== null && resolved.time >= opening.time ? resolved : null;
}

/** Puts a moment where it belongs in a list in order of time, then of event id. */
export function insertMoment<T extends Moment>(list: T[], moment: T): void {
  let at = list.length;
  while (at > 0 && isAfter(list[at - 1]!, moment)) at--;
  list.splice(at, 0, moment);
}

/** Whether a moment comes after another; of two at one instant the event id tells. */
export function isAfter(one: Moment, other: Moment): boolean {
  return one.time > other.time || (one.time === other.time && one.event > other.event);
}
