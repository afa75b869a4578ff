import { type Channel, type ContactPointKind, factId } from '@vilfredo/events';
import type { Fact } from '../record-contacts/contact-facts.js';

const prospectId = /^prospect-[0-9a-f]{16}$/;

/** Whom a contact point stands for while nobody knows more: whoever comes to it first, it is the same id. */
export function prospectOf(fingerprint: string): string {
  return `prospect-${fingerprint.slice(0, 16)}`;
}

export function isProspect(customerId: string): boolean {
  return prospectId.test(customerId);
}

export interface Discovery {
  readonly source: string;
  readonly channel: Channel;
  readonly kind: ContactPointKind;
  readonly fingerprint: string;
  /** The number or address, to be sealed. */
  readonly value: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** What is told of somebody nobody knew, before what they did. Of several who discover them the first is believed. */
export function discovered({ source, channel, kind, fingerprint, value, at }: Discovery): readonly Fact[] {
  const prospect = prospectOf(fingerprint);
  const linked = { source, kind, fingerprint };
  return [
    { type: 'ProspectDiscovered', id: factId('prospect', prospect), time: at, payload: { source, channel } },
    {
      type: 'ContactPointLinked',
      id: factId('prospect', prospect, 'contact-point'),
      time: at,
      payload: linked,
      secret: { value },
    },
  ];
}

/** The channel through which a contact point is reached. */
export const channelOf: Readonly<Record<ContactPointKind, Channel>> = {
  phone: 'phone',
  email: 'email',
  address: 'mail',
};
