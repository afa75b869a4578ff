import type { Policy, RiskBand } from '@vilfredo/events';
import {
  type ChurnRules,
  type ComplaintOnRecord,
  churnHorizon,
  churnRisk,
  pActive,
  type SatisfactionClass,
} from '@vilfredo/scoring-model';
import { type ContactFacts, endOf, type Moment } from '../contact-facts/contact-facts.js';
import type { Rhythm } from '../silence/rhythm.js';

export interface AssessedChurn {
  /** 0-100 with two decimals. */
  readonly risk: number;
  readonly band: RiskBand;
  readonly horizonDays: number;
  /** The chance of a purchase within the horizon. */
  readonly pActive: number;
  readonly terms: readonly ChurnTerm[];
}

export interface ChurnTerm {
  readonly name: string;
  readonly logOdds: number;
  readonly points: number;
  readonly causes: readonly string[];
}

/** What churn is worked out from, besides complaints and efforts. */
export interface ChurnEvidence {
  readonly rhythm: Rhythm;
  readonly silentDays: number;
  readonly satisfactionClass: SatisfactionClass | null;
  /** Ratings behind the class. */
  readonly ratedBy: readonly string[];
  /** The latest purchase. */
  readonly latest: string;
  /** Median cycle of the book in days; null before there is one. */
  readonly medianCycleDays: number | null;
}

const dayMs = 86_400_000;
/** P(active) is taken for no nearer to 0 and 1 than this. */
const certainty = 1e-6;

/** The churn risk as of an instant (epoch ms): no purchase within the horizon, moved by what contacts tell. */
export function assessChurn(
  evidence: ChurnEvidence,
  contacts: Pick<ContactFacts, 'complaints' | 'matters' | 'named' | 'transfers'> | null,
  asOf: number,
  policy: Policy,
): AssessedChurn {
  const rules = rulesOf(policy);
  const { rhythm, silentDays } = evidence;
  const horizonDays = churnHorizon(evidence.medianCycleDays, rules);
  const chance = pActive(rhythm.model, { x: rhythm.x, tx: rhythm.tx, T: rhythm.tx + silentDays }, horizonDays);
  const complaints = contacts === null ? [] : complaintsOf(contacts, asOf, policy.churn.complaints);
  const efforts = contacts === null ? [] : effortsOf(contacts, asOf, policy.churn.effort);
  const found = churnRisk(
    {
      pActive: chance,
      satisfactionClass: evidence.satisfactionClass,
      complaints,
      x: rhythm.x,
      efforts: efforts.map(({ time }) => ({ ageDays: (asOf - time) / dayMs })),
    },
    rules,
  );
  const causes: Readonly<Record<string, readonly string[]>> = {
    base: [evidence.latest],
    'satisfaction-class': evidence.ratedBy,
    complaints: complaints.map(({ event }) => event),
    effort: efforts.map(({ event }) => event),
  };
  return {
    risk: found.risk,
    band: found.band,
    horizonDays,
    pActive: chance,
    terms: found.terms.map((term) => ({ ...term, causes: causes[term.name] ?? [] })),
  };
}

function complaintsOf(
  { complaints }: Pick<ContactFacts, 'complaints'>,
  asOf: number,
  { repeatedWithinDays }: Policy['churn']['complaints'],
): (ComplaintOnRecord & { event: string })[] {
  const opened = complaints
    .flatMap((complaint) => complaint.opened.map((opening) => ({ ...opening, end: endOf(complaint, opening) })))
    .filter(({ time }) => time <= asOf)
    .sort((a, b) => a.time - b.time || (a.event < b.event ? -1 : 1));
  return opened.map(({ time, event, severity, end }, i) => ({
    event,
    severity,
    recovered: end !== null && end.time <= asOf && end.recovered,
    ageDays: (asOf - time) / dayMs,
    secondWithin30: i > 0 && time - opened[i - 1]!.time <= repeatedWithinDays * dayMs,
  }));
}

/** Each contact about a matter that was brought up shortly before, and each transfer. */
function effortsOf(
  { matters, named, transfers }: Pick<ContactFacts, 'matters' | 'named' | 'transfers'>,
  asOf: number,
  { repeatedWithinDays }: Policy['churn']['effort'],
): Moment[] {
  const last = new Map<string, number>();
  const efforts: Moment[] = [];
  const names = new Map(named.map(({ contact, matter }) => [contact, matter]));
  for (const { contact, matter: first, time, event } of matters) {
    const matter = names.get(contact) ?? first;
    if (matter === null) continue;
    const before = last.get(matter);
    if (before !== undefined && time - before <= repeatedWithinDays * dayMs) efforts.push({ time, event });
    last.set(matter, time);
  }
  return [...efforts, ...transfers.map(({ time, event }) => ({ time, event }))].filter(({ time }) => time <= asOf);
}

const rulesByPolicy = new WeakMap<Policy, ChurnRules>();

/** The policy's rules in the model's words. */
function rulesOf(policy: Policy): ChurnRules {
  let rules = rulesByPolicy.get(policy);
  if (rules === undefined) {
    const { horizon, satisfaction, complaints, effort, bands } = policy.churn;
    const [first = 0, second = 0, third = 0, fourth = 0] = satisfaction.logOdds;
    rules = {
      horizon: { leastDays: horizon.atLeastDays, cycles: horizon.medianCycles },
      certainty,
      satisfactionClass: { on: satisfaction.on, logOdds: { 1: first, 2: second, 3: third, 4: fourth } },
      complaints: {
        on: complaints.on,
        perSeverity: complaints.perSeverity,
        recoveredShare: complaints.recoveredFactor,
        halfLifeDays: complaints.halfLifeDays,
        repeatedFactor: complaints.repeatedFactor,
        loyalty: complaints.loyalty,
      },
      effort: { on: effort.on, each: effort.each, halfLifeDays: effort.halfLifeDays },
      bands,
    };
    rulesByPolicy.set(policy, rules);
  }
  return rules;
}
