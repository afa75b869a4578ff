import { type AssessedChurn, assessChurn } from '../churn/assess-churn.js';
import { type ContactFacts, noContacts } from '../contact-facts/contact-facts.js';
import type { CustomerFacts } from '../customer-facts/customer-facts.js';
import type { Era } from '../eras/era.js';
import { assessQualification, type Qualification } from '../qualification/assess-qualification.js';
import { type AssessedSatisfaction, assessSatisfaction } from '../satisfaction/assess-satisfaction.js';
import { monthOf, monthStart } from '../satisfaction/months.js';
import { type AssessedSilence, assessSilence } from '../silence/assess-silence.js';
import type { Rhythm } from '../silence/rhythm.js';
import { type AssessedStage, assessStages } from '../stages/assess-stages.js';

/** How a customer feels, how near they are to leaving, or to buying. */
export interface Relationship {
  readonly satisfaction: AssessedSatisfaction;
  /** Null for who never bought. */
  readonly silence: AssessedSilence | null;
  readonly churn: AssessedChurn | null;
  readonly stages: readonly AssessedStage[];
  /** Null for who bought, and for who was never in contact. */
  readonly qualification: Qualification | null;
  /** When time alone will change something of it, epoch ms; later than `asOf`. */
  readonly dueAt: number | null;
}

/** Rated in so many months before, the next month may change the class; later, too, where a rating is fresh for longer. */
const ratedMonths = 6;
const nothing = noContacts();

/**
 * Everything that contacts and rhythm tell of a customer as of an instant (epoch ms).
 * @param contacts null for who was never in contact
 * @param rhythm null for who never bought
 */
export function assessRelationship(
  facts: CustomerFacts,
  contacts: ContactFacts | null,
  rhythm: Rhythm | null,
  asOf: number,
  era: Era,
): Relationship {
  const { policy, calendar, open, epoch } = era;
  const known = contacts ?? nothing;
  const satisfaction = assessSatisfaction(known, asOf, policy, calendar);
  const stages = assessStages(known, facts, asOf, policy);
  const { latest } = facts;
  let silence: AssessedSilence | null = null;
  let churn: AssessedChurn | null = null;
  if (latest !== null && rhythm !== null) {
    silence = assessSilence(rhythm, latest.time, asOf, policy, open);
    const evidence = {
      rhythm,
      silentDays: silence.silentDays,
      satisfactionClass: satisfaction.class,
      ratedBy: satisfaction.named.flatMap(({ causes }) => causes).reverse(),
      latest: latest.event,
      medianCycleDays: epoch?.population.medianCycleDays ?? null,
    };
    churn = assessChurn(evidence, contacts, asOf, policy);
  }
  const qualification =
    latest !== null || contacts === null ? null : assessQualification(contacts, stages, asOf, policy);
  const dues = [
    ...stages.flatMap(({ recallAt }) => recallAt ?? []),
    ...nextMonth(known, asOf, era),
    silence?.nextCrossing ?? asOf,
  ].filter((instant) => instant > asOf);
  return {
    satisfaction,
    silence,
    churn,
    stages,
    qualification,
    dueAt: dues.length === 0 ? null : Math.min(...dues),
  };
}

function nextMonth(
  { ratings }: ContactFacts,
  asOf: number,
  { calendar, policy }: Pick<Era, 'calendar' | 'policy'>,
): number[] {
  const latest = ratings.at(-1);
  if (latest === undefined) return [];
  const month = monthOf(asOf, calendar);
  const mayChange = Math.max(ratedMonths, policy.satisfaction.freshMonths);
  return month - monthOf(latest.time, calendar) <= mayChange ? [monthStart(month + 1, calendar)] : [];
}
