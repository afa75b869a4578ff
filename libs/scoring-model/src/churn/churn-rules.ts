import type { SatisfactionClass } from '../satisfaction/satisfaction-class.js';

export type RiskBand = 'low' | 'watch' | 'high' | 'critical';

/** A term of the risk that rules can switch off. */
export interface Switched {
  readonly on: boolean;
}

export interface ChurnRules {
  /** Days that a customer has for a purchase: at least so many, and so many times the usual cycle of their segment. */
  readonly horizon: { readonly leastDays: number; readonly cycles: number };
  /** P(active) is taken for no nearer to 0 and 1 than this, so that the other terms can still move the risk. */
  readonly certainty: number;
  /** Log-odds by class. */
  readonly satisfactionClass: Switched & { readonly logOdds: Readonly<Record<SatisfactionClass, number>> };
  readonly complaints: Switched & {
    /** Log-odds of a complaint of severity 1 made now, not recovered, by a customer without repeat purchases. */
    readonly perSeverity: number;
    /** What is left of one that was put right. */
    readonly recoveredShare: number;
    readonly halfLifeDays: number;
    /** What one counts that follows another within 30 days. */
    readonly repeatedFactor: number;
    /** How much the sum is damped by repeat purchases: divided by 1 + this x ln(1 + x). */
    readonly loyalty: number;
  };
  readonly effort: Switched & {
    /** Log-odds of each repeat contact on an issue, and of each transfer. */
    readonly each: number;
    readonly halfLifeDays: number;
  };
  /** Where each band begins, in points of risk. */
  readonly bands: Readonly<Record<Exclude<RiskBand, 'low'>, number>>;
}

export const shippedChurnRules: ChurnRules = {
  horizon: { leastDays: 90, cycles: 2 },
  certainty: 1e-6,
  satisfactionClass: { on: true, logOdds: { 1: 1.5, 2: 0.8, 3: 0.4, 4: 0.8 } },
  complaints: {
    on: true,
    perSeverity: Math.log(3),
    recoveredShare: 0.5,
    halfLifeDays: 30,
    repeatedFactor: 1.5,
    loyalty: 0.5,
  },
  effort: { on: true, each: 0.3, halfLifeDays: 30 },
  bands: { watch: 30, high: 50, critical: 75 },
};

/** Days within which no purchase is churn. @param cycleDays the usual cycle of the segment; null when not known */
export function churnHorizon(cycleDays: number | null, { horizon }: ChurnRules = shippedChurnRules): number {
  return Math.max(horizon.leastDays, horizon.cycles * (cycleDays ?? 0));
}

export function riskBand(risk: number, { bands }: ChurnRules = shippedChurnRules): RiskBand {
  if (risk >= bands.critical) return 'critical';
  if (risk >= bands.high) return 'high';
  return risk >= bands.watch ? 'watch' : 'low';
}
