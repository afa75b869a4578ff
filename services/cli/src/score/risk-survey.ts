import type { AlertRule } from '@vilfredo/events';
import type { CustomerView } from '@vilfredo/scoring';
import { qualificationWords, stageWords } from '../explain/qualification-words.js';
import { classWords } from '../explain/satisfaction-words.js';
import {
  bands,
  type ReportAlert,
  type ReportAtRisk,
  type ReportClassed,
  type ReportProspect,
  type ReportRisk,
  type ReportSilence,
} from '../report/risk-input.js';
import { AmountSum } from './amount-sum.js';
import { Best } from './best.js';
import { type OpenComplaint, rulesThatApply } from './rules-that-apply.js';
import { sentence, whyAtRisk } from './why-at-risk.js';

const tiers = ['core', 'top', 'other'] as const;
const shown = { callFirst: 20, silences: 15, classed: 20, prospects: 15, alerts: 20 } as const;

/** Sums up risk over customers one after the other for the report, holding only those it shows. */
export class RiskSurvey {
  private readonly stakes = new Map(tiers.flatMap((tier) => bands.map((band) => [`${tier} ${band}`, new AmountSum()])));
  private readonly callFirst = new Best<ReportAtRisk>(
    shown.callFirst,
    by(({ atStake }) => atStake),
  );
  private readonly silences = new Best<ReportSilence>(
    shown.silences,
    by(({ amount }) => Number(amount)),
  );
  private readonly classed = new Best<ReportClassed & { amount: number }>(shown.classed, byClass);
  private readonly prospects = new Best<ReportProspect>(
    shown.prospects,
    by(({ qualification }) => qualification),
  );
  private readonly alerts = new Best<ReportAlert>(
    shown.alerts,
    by(({ priority }) => priority),
  );
  private readonly told: Map<string, number>;

  /** @param rules those of the policy in force */
  constructor(private readonly rules: readonly AlertRule[]) {
    this.told = new Map(rules.map(({ name }) => [name, 0]));
  }

  /** @param complaints those of the customer's that nobody has settled */
  add(view: CustomerView, complaints: readonly OpenComplaint[]): void {
    if ('mergedInto' in view) return;
    const { churn } = view;
    if (churn !== null) this.addBuyer({ ...view, churn });
    this.addClassed(view);
    this.addProspect(view);
    for (const alert of rulesThatApply(view, complaints, this.rules)) {
      this.told.set(alert.rule, (this.told.get(alert.rule) ?? 0) + 1);
      this.alerts.add(alert);
    }
  }

  /** What the report says of risk. */
  risk(): ReportRisk {
    return {
      stakes: tiers.flatMap((tier) =>
        bands.map((band) => ({ tier, band, ...this.stakes.get(`${tier} ${band}`)!.row() })),
      ),
      callFirst: this.callFirst.list(),
      silences: this.silences.list(),
      classed: this.classed.list().map(({ amount: _, ...classed }) => classed),
      prospects: this.prospects.list(),
      rules: this.rules
        .map(({ name, severity }) => ({ rule: name, severity, customers: this.told.get(name) ?? 0 }))
        .filter(({ customers }) => customers > 0),
      alerts: this.alerts.list(),
    };
  }

  private addBuyer(view: CustomerView & { readonly churn: NonNullable<CustomerView['churn']> }): void {
    const { customerId, state, value, churn } = view;
    if (value === null) return;
    const { tier, score, amountInWindow: amount } = value;
    const { risk, band, silence } = churn;
    this.stakes.get(`${tier ?? 'other'} ${band}`)!.add(amount);
    if (state === 'lost') return;
    if ((band === 'high' || band === 'critical') && !value.oneOff.flagged) {
      const atStake = (Number(amount) * risk) / 100;
      this.callFirst.add({ customerId, tier, score, risk, band, amount, atStake, reason: whyAtRisk(view) });
    }
    const { state: silent, silentDays, cycleDays } = silence;
    if (cycleDays !== null && (silent === 'overdue' || silent === 'very-overdue')) {
      this.silences.add({ customerId, tier, state: silent, silentDays, cycleDays, amount });
    }
  }

  private addClassed({ customerId, value, satisfaction }: CustomerView): void {
    if (satisfaction === null || satisfaction.class === null) return;
    this.classed.add({
      customerId,
      tier: value?.tier ?? null,
      class: satisfaction.class,
      months: satisfaction.months,
      reason: sentence([classWords(satisfaction)]),
      amount: Number(value?.amountInWindow ?? 0),
    });
  }

  private addProspect({ customerId, qualification, stages }: CustomerView): void {
    if (qualification === null) return;
    const telling = qualification.parts.filter(({ name }) => name === 'recency' || name === 'contacts');
    const asked = stages
      .filter(({ stage }) => stage !== 'observe')
      .sort((one, other) => Number(other.recall) - Number(one.recall) || other.probability - one.probability);
    this.prospects.add({
      customerId,
      qualification: qualification.score,
      products: asked.slice(0, 3).map(({ product }) => product),
      reason: sentence([
        ...telling.map(qualificationWords),
        ...asked.slice(0, 1).map((stage) => `${stage.product}: ${stageWords(stage)}`),
      ]),
    });
  }
}

/** The most first, then by id. */
function by<T extends { readonly customerId: string }>(measure: (one: T) => number): (one: T, other: T) => number {
  return (one, other) => measure(other) - measure(one) || (one.customerId < other.customerId ? -1 : 1);
}

function byClass(
  one: ReportClassed & { readonly amount: number },
  other: ReportClassed & { readonly amount: number },
): number {
  return one.class - other.class || by<typeof one>(({ amount }) => amount)(one, other);
}
