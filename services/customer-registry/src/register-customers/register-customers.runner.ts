import type { AppendOutcome, Clock, EventLog, EventToAppend, ViewStore } from '@vilfredo/event-sourcing';
import { write } from '@vilfredo/events';
import { normalContactPoint, type Vault } from '@vilfredo/vault';
import { type MarkedStatement, markStatements, type Point } from './mark-statements.runner.js';
import { type FieldRefusal, type Registration, registerCustomer } from './register-customers.js';
import { forgetStatement, type MarkedRegistration, settleRegistrations } from './settle-registrations.runner.js';
import type { SettledStatement } from './settle-statement.js';
import { ToldRegistrations, toldRegistrationsCollection } from './told-registrations.view.js';

export interface RegistrarParts {
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'seal' | 'fingerprint'>;
  /** Where it is kept what was said last. */
  readonly store: Pick<ViewStore, 'collection'>;
  /** ISO 3166 alpha-2: how phone numbers without a country code are read. */
  readonly country?: string | undefined;
}

/** Ties events to the request that told them. */
export interface RegistrationTrace {
  readonly correlationid: string;
  readonly traceparent: string;
}

/** What became of one registration. */
export type RegistrationOutcome = 'accepted' | 'duplicate' | { readonly refused: readonly FieldRefusal[] };

type Usable = { readonly registration: Registration; readonly points: readonly Point[] };
type Checked = Usable | { readonly refused: readonly FieldRefusal[] };

interface Told {
  readonly registration: Registration;
  readonly statement: MarkedStatement;
  readonly settled: SettledStatement;
}

/** Takes note of what is said of customers; what is personal goes into sealed parts only. */
export class Registrar {
  private constructor(
    private readonly parts: Omit<RegistrarParts, 'store'>,
    private readonly told: ToldRegistrations,
  ) {}

  static async open({ store, ...parts }: RegistrarParts): Promise<Registrar> {
    return new Registrar(parts, new ToldRegistrations(await store.collection(toldRegistrationsCollection)));
  }

  /** Says what would become of registrations and records nothing; what is known already counts as accepted. */
  check(intake: readonly unknown[]): readonly RegistrationOutcome[] {
    return this.checked(intake).map((one) => ('refused' in one ? one : 'accepted'));
  }

  /**
   * Records what is said of customers, in the order given. What says nothing that its source has not said before is a
   * duplicate: the same moment once more, or, without a moment, the same as what was said last.
   * @throws Failure `unavailable` when the log, the keys or what was said before cannot be reached: nothing may be taken as
   *   recorded then
   */
  async register(intake: readonly unknown[], trace: RegistrationTrace): Promise<readonly RegistrationOutcome[]> {
    const checked = this.checked(intake);
    const usable = checked.filter((one): one is Usable => 'points' in one);
    const marked = await Promise.all(usable.map((one) => this.marked(one)));
    const settled = await settleRegistrations(marked, this.told);
    const told = marked.map(({ registration, statements }, i) =>
      statements.map((statement, j): Told => ({ registration, statement, settled: settled[i]![j]! })),
    );
    const outcomes = (await this.tell(told, trace))[Symbol.iterator]();
    return checked.map((one) => ('refused' in one ? one : (outcomes.next().value as RegistrationOutcome)));
  }

  private checked(intake: readonly unknown[]): readonly Checked[] {
    const { clock, vault, country } = this.parts;
    const now = clock();
    return intake.map((one) => {
      const { registration, refused } = registerCustomer(one, now);
      return refused === undefined ? recognisable(registration, vault, country) : { refused };
    });
  }

  private async marked({ registration, points }: Usable): Promise<MarkedRegistration> {
    return { registration, statements: await markStatements(registration, points, this.parts.vault) };
  }

  private async tell(
    told: readonly (readonly Told[])[],
    trace: RegistrationTrace,
  ): Promise<readonly RegistrationOutcome[]> {
    const events = told.flat().flatMap((one) => eventOf(one, trace) ?? []);
    const outcomes = (events.length > 0 ? await this.parts.log.append(events) : [])[Symbol.iterator]();
    const answers: RegistrationOutcome[] = [];
    for (const statements of told) {
      const ofOne: AppendOutcome[] = [];
      for (const one of statements) {
        if (one.settled.at === undefined) continue;
        const outcome = outcomes.next().value as AppendOutcome;
        if (outcome === 'conflict') await this.forget(one);
        // The same may have been told in other words, its custom fields in another order.
        ofOne.push(outcome === 'conflict' && one.settled.isRepeated ? 'duplicate' : outcome);
      }
      answers.push(together(ofOne));
    }
    return answers;
  }

  private async forget({ registration, statement, settled: { at, keep } }: Told): Promise<void> {
    if (at !== undefined && keep !== undefined) await forgetStatement(registration, statement.thing, at, this.told);
  }
}

function together(outcomes: readonly AppendOutcome[]): RegistrationOutcome {
  if (outcomes.includes('conflict')) return { refused: [{ field: '', reason: 'conflict' }] };
  return outcomes.includes('appended') ? 'accepted' : 'duplicate';
}

/** The contact points by which the customer can be recognised, or which of them cannot be read. */
function recognisable(
  registration: Registration,
  vault: Pick<Vault, 'fingerprint'>,
  country: string | undefined,
): Checked {
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

function eventOf(
  { registration, statement, settled: { at } }: Told,
  trace: RegistrationTrace,
): EventToAppend | undefined {
  if (at === undefined) return undefined;
  const { type, payload, idAt } = statement;
  return write(type, { id: idAt(at), subject: registration.customerId, time: at, ...trace }, payload);
}
