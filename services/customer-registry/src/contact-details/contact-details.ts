import type { Payloads } from '@vilfredo/events';

/** How a customer can be reached, for whoever calls or writes to them. Personal data: shown, never kept or logged. */
export interface ContactDetails {
  readonly customerId: string;
  /** Null when nobody told it, or when it was erased. */
  readonly name: string | null;
  /** `2026-03-01`. */
  readonly birthday: string | null;
  readonly contactPoints: readonly { readonly kind: string; readonly value: string }[];
  readonly consent: readonly { readonly channel: string; readonly granted: boolean; readonly since: string }[];
  readonly ownerId: string | null;
}

/** One event of the customer, its sealed part opened: null when there is none, or the key is destroyed. */
export type ToldOfCustomer = {
  [T in 'CustomerRegistered' | 'ContactPointLinked' | 'ConsentChanged' | 'OwnerAssigned']: {
    readonly type: T;
    readonly time: string;
    readonly payload: Payloads[T];
    readonly content: Readonly<Record<string, unknown>> | null;
  };
}[keyof Pick<Payloads, 'CustomerRegistered' | 'ContactPointLinked' | 'ConsentChanged' | 'OwnerAssigned'>];

/** What holds by now: of each thing that was told several times the latest, by when it was told. */
export function contactDetails(customerId: string, told: readonly ToldOfCustomer[]): ContactDetails {
  const person: Record<string, unknown> = {};
  const points = new Map<string, ContactDetails['contactPoints'][number]>();
  const consent = new Map<string, ContactDetails['consent'][number]>();
  let ownerId: string | null = null;
  for (const one of [...told].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))) {
    switch (one.type) {
      case 'CustomerRegistered':
        Object.assign(person, one.content);
        ownerId = one.payload.ownerId ?? ownerId;
        break;
      case 'ContactPointLinked':
        if (typeof one.content?.value === 'string') {
          points.set(one.payload.fingerprint, { kind: one.payload.kind, value: one.content.value });
        }
        break;
      case 'ConsentChanged':
        consent.set(one.payload.channel, { ...pick(one.payload), since: one.time });
        break;
      case 'OwnerAssigned':
        ownerId = one.payload.ownerId;
        break;
      default:
        one satisfies never;
    }
  }
  return {
    customerId,
    name: textOf(person.name),
    birthday: textOf(person.birthday),
    contactPoints: [...points.values()],
    consent: [...consent.values()],
    ownerId,
  };
}

function pick({ channel, granted }: Payloads['ConsentChanged']) {
  return { channel, granted };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
