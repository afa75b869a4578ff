import type { SatisfactionClass } from '../satisfaction/satisfaction-class.js';
import { type ChurnRules, type RiskBand, riskBand, shippedChurnRules } from './churn-rules.js';

export interface ComplaintOnRecord {
  /** 1-3. */
  readonly severity: number;
  readonly recovered: boolean;
  readonly ageDays: number;
  /** Whether it followed another within 30 days. */
  readonly secondWithin30: boolean;
}

/** A repeat contact on one issue within 7 days, or a transfer. */
export interface EffortOnRecord {
  readonly ageDays: number;
}

export interface ChurnInput {
  /** Chance of a purchase within the horizon, 0-1. */
  readonly pActive: number;
  readonly satisfactionClass: SatisfactionClass | null;
  readonly complaints: readonly ComplaintOnRecord[];
  /** Repeat purchase days. */
  readonly x: number;
  readonly efforts: readonly EffortOnRecord[];
}

export type ChurnTermName = 'base' | 'satisfaction-class' | 'complaints' | 'effort';

export interface ChurnTerm {
  readonly name: ChurnTermName;
  readonly logOdds: number;
  /** What the risk rose by when this term was added to those before it, in points. */
  readonly points: number;
}

export interface ChurnRisk {
  /** 0-100, to the hundredth. */
  readonly risk: number;
  readonly band: RiskBand;
  readonly logOdds: number;
  /** In the order in which they are added; terms that are switched off are left out. */
  readonly terms: readonly ChurnTerm[];
}

/**
 * risk = 100 x sigmoid(logit(1 - P(active)) + sum of terms). Points are shared out by adding the terms in the fixed
 * order base, satisfaction-class, complaints, effort: base earns 100 (1 - P(active)), every other what the risk rises by.
 * Each running risk is rounded to the hundredth before the difference is taken, so that points, in hundredths, add up
 * to the risk exactly.
 */
export function churnRisk(input: ChurnInput, rules: ChurnRules = shippedChurnRules): ChurnRisk {
  const terms: ChurnTerm[] = [];
  let [logOdds, hundredths] = [0, 0];
  for (const [name, term] of termsOf(input, rules)) {
    logOdds += term;
    const reached = Math.round(10_000 / (1 + Math.exp(-logOdds)));
    terms.push({ name, logOdds: term, points: (reached - hundredths) / 100 });
    hundredths = reached;
  }
  const risk = hundredths / 100;
  return { risk, band: riskBand(risk, rules), logOdds, terms };
}

function termsOf(input: ChurnInput, rules: ChurnRules): [ChurnTermName, number][] {
  const { satisfactionClass, complaints, effort } = rules;
  const pActive = Math.min(1 - rules.certainty, Math.max(rules.certainty, input.pActive));
  const terms: [ChurnTermName, number][] = [['base', Math.log1p(-pActive) - Math.log(pActive)]];
  if (satisfactionClass.on) {
    const found = input.satisfactionClass;
    terms.push(['satisfaction-class', found === null ? 0 : satisfactionClass.logOdds[found]]);
  }
  if (complaints.on) terms.push(['complaints', complaintLogOdds(input, complaints)]);
  if (effort.on) terms.push(['effort', effortLogOdds(input, effort)]);
  return terms;
}

function complaintLogOdds({ complaints, x }: ChurnInput, rules: ChurnRules['complaints']): number {
  let sum = 0;
  for (const { severity, recovered, ageDays, secondWithin30 } of complaints) {
    const left = recovered ? rules.recoveredShare : 1;
    const repeated = secondWithin30 ? rules.repeatedFactor : 1;
    sum += severity * left * repeated * faded(ageDays, rules.halfLifeDays);
  }
  return (rules.perSeverity * sum) / (1 + rules.loyalty * Math.log1p(x));
}

function effortLogOdds({ efforts }: ChurnInput, { each, halfLifeDays }: ChurnRules['effort']): number {
  let sum = 0;
  for (const { ageDays } of efforts) sum += faded(ageDays, halfLifeDays);
  return each * sum;
}

/** What is left of a unit after so many days; what is dated in the future counts in full. */
function faded(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-Math.max(0, ageDays) / halfLifeDays);
}
