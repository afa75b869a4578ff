import {
  type ActivityState,
  factId,
  type Payloads,
  type RiskBand,
  type ScoreTerm,
  type SilenceState,
  type Stage,
  type Written,
  write,
} from '@vilfredo/events';

type Tier = 'top' | 'core' | null;
type ScoreType = Extract<keyof Payloads, `${string}Changed` | 'SilenceDetected'>;

let told = 0;

interface Common {
  readonly customer?: string;
  /** When it happened. */
  readonly at?: string;
  readonly causes?: readonly string[];
}

function score<T extends Exclude<ScoreType, 'ConsentChanged'>>(
  type: T,
  { customer = 'customer-1', at = '2026-10-05T09:00:00Z', causes = ['rating-1'] }: Common,
  own: Omit<Payloads[T], 'seq' | 'asOf' | 'causes' | 'policy' | 'model' | 'epoch'>,
): Written {
  told += 1;
  const time = new Date(at).toISOString();
  const common = { seq: told, asOf: time, causes, policy: 'example', model: 'default', epoch: 1 };
  const envelope = {
    id: `score-${told}`,
    subject: customer,
    time,
    correlationid: `correlation-${causes[0]}`,
    causationid: causes[0]!,
  };
  return write(type, envelope, { ...common, ...own } as unknown as Payloads[T]);
}

function fact<T extends keyof Payloads>(
  type: T,
  { customer = 'customer-1', at = '2026-10-05T09:00:00Z' }: Common,
  own: Payloads[T],
): Written {
  told += 1;
  const id = factId('example', String(told));
  return write(type, { id, subject: customer, time: new Date(at).toISOString(), correlationid: id }, own);
}

const fallingMonths = [
  { month: '2026-07', mean: 4.8, n: 1 },
  { month: '2026-08', mean: 4, n: 2 },
  { month: '2026-09', mean: 3.2, n: 1 },
  { month: '2026-10', mean: 2.1, n: 2 },
];

export function satisfaction(
  to: 1 | 2 | 3 | 4 | null,
  example: Common & Partial<Payloads['SatisfactionClassChanged']> = {},
): Written {
  const { from = null, months = fallingMonths, latest = 2, evidence = 'strict', status, parts } = example;
  return score('SatisfactionClassChanged', example, {
    from,
    to,
    status: status ?? (to === null ? 'none' : 'classified'),
    evidence: to === null ? 'none' : evidence,
    flags: [],
    months,
    latest,
    parts: parts ?? months.map(({ month, mean }) => ({ name: month, raw: mean, causes: ['rating-1'] })),
  });
}

export function silence(
  to: SilenceState,
  example: Common & { silentDays?: number; cycleDays?: number | null; survival?: number } = {},
): Written {
  const { silentDays = 61.2, cycleDays = 28.2, survival = 0.08, causes = ['order-1'] } = example;
  const own = { from: null, to, silentDays, cycleDays, survival, parts: [] };
  return score('SilenceDetected', { ...example, causes }, own);
}

export function risk(
  toBand: RiskBand | null,
  example: Common & { from?: number | null; to?: number | null; parts?: ScoreTerm[] } = {},
): Written {
  const {
    from = null,
    to = 63.4,
    parts = [{ name: 'satisfaction-class', logOdds: 1.5, points: 20, causes: [] }],
  } = example;
  return score('ChurnRiskChanged', example, { from, to, fromBand: null, toBand, parts });
}

export function value(to: number | null, example: Common & { amount?: number } = {}): Written {
  const { amount } = example;
  const raw =
    amount === undefined ? [] : [{ name: 'amount', raw: amount, percentile: 1, weight: 1, points: 1, causes: [] }];
  return score('ValueChanged', example, { from: null, to, parts: raw });
}

export function qualification(to: number | null, example: Common = {}): Written {
  return score('QualificationChanged', example, { from: null, to, parts: [] });
}

export function tier(from: Tier, to: Tier, example: Common = {}): Written {
  return score('TierChanged', example, { from, to, parts: [] });
}

export function activity(to: ActivityState, example: Common = {}): Written {
  return score('ActivityChanged', example, { from: null, to, parts: [] });
}

export function stage(
  to: Stage,
  recall: boolean,
  example: Common & { product?: string; from?: Stage | null } = {},
): Written {
  const { product = 'LAMP-12', from = null } = example;
  return score('StageChanged', example, { product, from, to, probability: 0.71, recall, parts: [] });
}

export function complaint(example: Common & { caseId?: string; severity?: number } = {}): Written {
  const { caseId = 'case-1', severity = 2 } = example;
  return fact('CaseOpened', example, { source: 'crm', caseId, kind: 'complaint', severity });
}

export function inquiry(example: Common & { caseId?: string } = {}): Written {
  return fact('CaseOpened', example, { source: 'crm', caseId: example.caseId ?? 'case-1', kind: 'inquiry' });
}

export function settled(example: Common & { caseId?: string; recovered?: boolean } = {}): Written {
  const { caseId = 'case-1', recovered = true } = example;
  return fact('CaseResolved', example, { source: 'crm', caseId, recovered });
}

export function attempt(example: Common & { agentId?: string } = {}): Written {
  const agent = example.agentId === undefined ? {} : { agentId: example.agentId };
  const own = {
    source: 'dialler',
    attemptId: `attempt-${told}`,
    channel: 'phone',
    result: 'no-answer',
    ...agent,
  } as const;
  return fact('ContactAttempted', example, own);
}

export function owner(ownerId: string | null, example: Common = {}): Written {
  return fact('OwnerAssigned', example, { source: 'crm', ownerId });
}

export function merged(into: string, example: Common = {}): Written {
  return fact('CustomersMerged', example, { source: 'crm', into });
}
