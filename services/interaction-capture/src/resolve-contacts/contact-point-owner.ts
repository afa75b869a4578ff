import { isProspect, prospectOf } from './prospect.js';

/** Whom a contact point stands for. */
export interface ContactPointOwner {
  /** Who was linked to it last; null while only its own prospect was. */
  readonly customerId: string | null;
  /** When that was told, ISO 8601 in UTC. */
  readonly since: string;
  /** Whether contacts went to its own prospect before anybody was linked to it. */
  readonly discovered: boolean;
}

export interface Link {
  readonly fingerprint: string;
  readonly customerId: string;
  readonly at: string;
}

/**
 * Takes a link into account: the latest statement counts, by when it was made and then by id, so that it does not
 * matter in which order they are learned.
 */
export function linked(owner: ContactPointOwner | undefined, link: Link): ContactPointOwner {
  const before = owner ?? { customerId: null, since: '', discovered: false };
  if (link.customerId === prospectOf(link.fingerprint))
    return before.discovered ? before : { ...before, discovered: true };
  const isLater = link.at > before.since || (link.at === before.since && link.customerId > (before.customerId ?? ''));
  return isLater ? { ...before, customerId: link.customerId, since: link.at } : before;
}

/** Whom contacts are recorded for. */
export function subjectOf(fingerprint: string, owner: ContactPointOwner | undefined): string {
  return owner?.customerId ?? prospectOf(fingerprint);
}

/** The customer whom the point's prospect turned out to be; undefined while there is nothing to be brought together. */
export function recognised(owner: ContactPointOwner): string | undefined {
  const { customerId, discovered } = owner;
  return discovered && customerId !== null && !isProspect(customerId) ? customerId : undefined;
}
