import type { AppendOutcome, Clock, EventLog, EventToAppend } from '@vilfredo/event-sourcing';
import { type EventType, factId, type Payloads, write } from '@vilfredo/events';
import { normalContactPoint, type Vault } from '@vilfredo/vault';
import { type FieldRefusal, type Registration, registerCustomer } from './register-customers.js';

export interface RegistrarParts {
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'seal' | 'fingerprint'>;
  /** ISO 3166 alpha-2: how phone numbers without a country code are read. */
  readonly country?: string | undefined;
}

/** Ties events to the request that told them. */
export interface RegistrationTrace {
  readonly correlationid: string;
  readonly traceparent: string;
}

/** What became of registrations, in registrations. */
export interface RegistrationAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: readonly (FieldRefusal & { readonly line: number })[];
}

type Point = Registration['contactPoints'][number] & { readonly fingerprint: string };

/**
 * Records what is said of customers, in the order given; what is personal goes into sealed parts only. The ids of the
 * events follow from (source, customer, moment): the same once more is a duplicate.
 * @throws Failure `unavailable` when the log or the keys cannot be reached: nothing may be taken as recorded then
 */
export async function registerAll(
  intake: readonly unknown[],
  trace: RegistrationTrace,
  { log, clock, vault, country }: RegistrarParts,
): Promise<RegistrationAnswer> {
  const now = clock();
  const decisions = intake.map((one) => {
    const { registration, refused } = registerCustomer(one, now);
    if (refused !== undefined) return { refused };
    return recognisable(registration, vault, country);
  });
  const written = await Promise.all(
    decisions.map((decision) =>
      'points' in decision ? eventsOf(decision.registration, decision.points, vault, trace) : [],
    ),
  );
  const outcomes = (await log.append(written.flat()))[Symbol.iterator]();
  const count = { appended: 0, duplicate: 0 };
  const refused: (FieldRefusal & { line: number })[] = [];
  for (const [i, decision] of decisions.entries()) {
    const line = i + 1;
    if ('refused' in decision) {
      refused.push(...decision.refused.map((one) => ({ line, ...one })));
      continue;
    }
    const outcome = together(written[i]!.map(() => outcomes.next().value as AppendOutcome));
    if (outcome === 'conflict') refused.push({ line, field: '', reason: 'conflict' });
    else count[outcome]++;
  }
  return { accepted: count.appended, duplicates: count.duplicate, refused };
}

function together(outcomes: readonly AppendOutcome[]): AppendOutcome {
  if (outcomes.includes('conflict')) return 'conflict';
  return outcomes.includes('appended') ? 'appended' : 'duplicate';
}

/** The contact points by which the customer can be recognised, or which of them cannot be read. */
function recognisable(
  registration: Registration,
  vault: Pick<Vault, 'fingerprint'>,
  country: string | undefined,
): { registration: Registration; points: readonly Point[] } | { refused: readonly FieldRefusal[] } {
  const refused: FieldRefusal[] = [];
  const points = new Map<string, Point>();
  for (const [i, { kind, value }] of registration.contactPoints.entries()) {
    const normal = normalContactPoint({ kind, value }, country);
    if (normal === undefined) {
      refused.push({ field: `contactPoints.${i}.value`, reason: 'unreadable' });
      continue;
    }
    const fingerprint = vault.fingerprint(kind, normal);
    points.set(fingerprint, { kind, value: normal, fingerprint });
  }
  return refused.length > 0 ? { refused } : { registration, points: [...points.values()] };
}

async function eventsOf(
  { customerId, at, source, payload, secret, consent }: Registration,
  points: readonly Point[],
  vault: Pick<Vault, 'seal'>,
  trace: RegistrationTrace,
): Promise<EventToAppend[]> {
  const told = <T extends EventType>(type: T, id: string, content: Payloads[T]) =>
    write(type, { id, subject: customerId, time: at, ...trace }, content);
  const sealed = Object.keys(secret).length === 0 ? {} : { sealed: await vault.seal(customerId, secret) };
  const linked = points.map(async ({ kind, value, fingerprint }) =>
    told('ContactPointLinked', factId(source, 'contact-point', customerId, fingerprint, at), {
      ...{ source, kind, fingerprint },
      sealed: await vault.seal(customerId, { value }),
    }),
  );
  return [
    told('CustomerRegistered', factId(source, 'customer', customerId, at), { ...payload, ...sealed }),
    ...(await Promise.all(linked)),
    ...consent.map(({ channel, granted }) =>
      told('ConsentChanged', factId(source, 'consent', customerId, channel, at), { source, channel, granted }),
    ),
  ];
}
