import type { AlertRule } from '@vilfredo/events';
import type { CustomerView } from '@vilfredo/scoring';
import { stageWords } from '../explain/qualification-words.js';
import { classWords } from '../explain/satisfaction-words.js';
import { silenceWords } from '../explain/silence-words.js';
import type { ReportAlert } from '../report/risk-input.js';
import { sentence, whyAtRisk } from './why-at-risk.js';

/** A complaint that nobody has settled. */
export interface OpenComplaint {
  /** Epoch ms. */
  readonly time: number;
  /** 1-3. */
  readonly severity: number;
}

/** What a rule is compared with, and the reason that is told. */
interface Sign {
  readonly words: readonly string[];
  readonly reason: string;
}

/** Priority of somebody of whom neither value nor qualification is known. */
const unknownValue = 10;

/**
 * What the rules of a policy would tell of a customer as they stand: at most one for each rule. A lost tier is never
 * told: a customer who is looked at once has lost none.
 */
export function rulesThatApply(
  view: CustomerView,
  complaints: readonly OpenComplaint[],
  rules: readonly AlertRule[],
): ReportAlert[] {
  const { customerId, value, qualification } = view;
  const worth = value?.score ?? qualification?.score ?? unknownValue;
  return rules.flatMap((rule) => {
    const sign = rule.on && isOfTier(view, rule) ? signOf(view, complaints, rule) : null;
    if (sign === null) return [];
    const { name, severity, need, suggestedAction, callWithinHours } = rule;
    const priority = Math.round(worth * need * 100) / 100;
    return [{ customerId, rule: name, severity, priority, reason: sign.reason, suggestedAction, callWithinHours }];
  });
}

function isOfTier({ value }: CustomerView, { tiers }: AlertRule): boolean {
  return tiers == null || tiers.some((tier) => tier === value?.tier);
}

function signOf(view: CustomerView, complaints: readonly OpenComplaint[], { trigger, when }: AlertRule): Sign | null {
  const sign = signs[trigger](view, complaints);
  if (sign === null) return null;
  const isAsked = when == null || when.length === 0 || sign.words.some((word) => when.includes(word));
  return isAsked ? sign : null;
}

type ReadSign = (view: CustomerView, complaints: readonly OpenComplaint[]) => Sign | null;

const signs: Readonly<Record<AlertRule['trigger'], ReadSign>> = {
  satisfaction: ({ satisfaction }) =>
    satisfaction === null || satisfaction.class === null
      ? null
      : { words: [String(satisfaction.class)], reason: sentence([classWords(satisfaction)]) },
  silence: ({ churn, state }) => {
    const silent = churn?.silence.state ?? 'on-time';
    if (churn === null || silent === 'on-time' || state === 'lost') return null;
    return { words: [silent], reason: sentence([silenceWords(churn.silence)]) };
  },
  risk: ({ churn, satisfaction, state }) => {
    if (churn === null || state === 'lost' || (churn.band !== 'high' && churn.band !== 'critical')) return null;
    return { words: [churn.band], reason: whyAtRisk({ churn, satisfaction }) };
  },
  'tier-lost': () => null,
  complaint: (_, complaints) => {
    const [worst] = [...complaints].sort((a, b) => b.severity - a.severity || b.time - a.time);
    if (worst === undefined) return null;
    const when = new Date(worst.time).toISOString().slice(0, 10);
    const reason = `Complained on ${when}, severity ${worst.severity} of 3, and it is not settled.`;
    return { words: complaints.map(({ severity }) => String(severity)), reason };
  },
  recall: ({ stages }) => {
    const open = stages.filter(({ recall }) => recall);
    if (open.length === 0) return null;
    const words = open.flatMap(({ product, stage }) => [product, stage]);
    return { words, reason: sentence(open.slice(0, 3).map((stage) => `${stage.product}: ${stageWords(stage)}`)) };
  },
};
