import {
  type AlertSeverity,
  type AttemptResult,
  type CallPolicy,
  type Channel,
  derivedId,
  type EventType,
  type Payloads,
  type RiskBand,
  type SilenceState,
  type Stage,
  sectionsOfVersion2,
  type Written,
  write,
} from '@vilfredo/events';
import { policyActivated } from '@vilfredo/testing';

export interface Told {
  readonly customer?: string;
  readonly at?: string;
  readonly id?: string;
}

let told = 0;

/** An event of a customer's, on 1 March 2026 at 10:00 when no moment is given, with an id of its own. */
export function tell<T extends EventType>(type: T, payload: Payloads[T], about: Told = {}): Written {
  told += 1;
  const { customer = 'customer-1', at = '2026-03-01T10:00:00Z', id = `${type}-${told}` } = about;
  return write(type, { id, subject: customer, time: new Date(at).toISOString(), correlationid: id }, payload);
}

const scored = (seq: number) => ({
  seq,
  asOf: '2026-03-01T10:00:00Z',
  causes: ['cause'],
  policy: 'example',
  model: 'cdnow',
  epoch: 1,
  parts: [],
});

interface Scored extends Told {
  readonly seq?: number;
}

export function valueChanged(to: number | null, { seq = 1, ...about }: Scored = {}): Written {
  return tell('ValueChanged', { ...scored(seq), from: null, to }, about);
}

export function qualified(to: number, { seq = 1, ...about }: Scored = {}): Written {
  return tell('QualificationChanged', { ...scored(seq), from: null, to }, about);
}

export function tierChanged(to: 'top' | 'core', { seq = 1, ...about }: Scored = {}): Written {
  return tell('TierChanged', { ...scored(seq), from: null, to }, about);
}

export function riskChanged(to: number, toBand: RiskBand, about: Scored & { fromBand?: RiskBand } = {}): Written {
  const { seq = 1, fromBand = null, ...rest } = about;
  return tell('ChurnRiskChanged', { ...scored(seq), from: null, to, fromBand, toBand }, rest);
}

export function silent(to: SilenceState, about: Scored & { from?: SilenceState } = {}): Written {
  const { seq = 1, from = null, ...rest } = about;
  const days = { silentDays: 61, cycleDays: 28.2, survival: 0.04 };
  return tell('SilenceDetected', { ...scored(seq), from, to, ...days }, rest);
}

type SatisfactionClass = 1 | 2 | 3 | 4 | null;

export function classChanged(to: SatisfactionClass, about: Scored & { from?: SatisfactionClass } = {}): Written {
  const { seq = 1, from = null, ...rest } = about;
  const found = { status: 'classified' as const, evidence: 'strict' as const, flags: [], months: [], latest: 2 };
  return tell('SatisfactionClassChanged', { ...scored(seq), from, to, ...found }, rest);
}

interface Staged extends Scored {
  readonly to?: Stage;
  readonly probability?: number;
  readonly recall?: boolean;
  readonly spend?: number;
}

export function stageChanged(product: string, about: Staged = {}): Written {
  const { seq = 1, to = 'interest', probability = 0.7, recall = true, spend, ...rest } = about;
  const parts = spend === undefined ? [] : [{ name: 'spend', raw: spend, causes: [] }];
  return tell('StageChanged', { ...scored(seq), parts, product, from: null, to, probability, recall }, rest);
}

interface Alerted extends Told {
  readonly severity?: AlertSeverity;
  readonly text?: string;
  readonly callBy?: string;
}

export function alertRaised(alertId: string, about: Alerted = {}): Written {
  const { severity = 'serious', text = 'Ratings fell.', callBy, ...rest } = about;
  const because = { text, causes: ['cause'] };
  const rules = { rule: 'satisfaction', policy: 'example', suggestedAction: `Settle ${alertId}.` };
  const raised = { alertId, ...rules, severity, priority: 50, because, valueAtRisk: null, callBy: callBy ?? null };
  return tell('AlertRaised', raised, rest);
}

export function alertExtended(alertId: string, about: Alerted = {}): Written {
  const { severity = 'serious', text = 'They fell again.', callBy: _, ...rest } = about;
  const because = { text, causes: ['cause'] };
  return tell('AlertExtended', { alertId, rule: 'satisfaction', severity, priority: 50, because }, rest);
}

export function alertSnoozed(alertId: string, until: string, about: Told = {}): Written {
  return tell('AlertSnoozed', { alertId, rule: 'satisfaction', until }, about);
}

export function alertResolved(alertId: string, about: Told = {}): Written {
  return tell('AlertResolved', { alertId, rule: 'satisfaction', outcome: 'recovered', resolvedBy: 'rule' }, about);
}

interface Attempted extends Told {
  readonly channel?: Channel;
  readonly callBackAt?: string;
}

export function attempted(result: AttemptResult, about: Attempted = {}): Written {
  const { channel = 'phone', callBackAt, ...rest } = about;
  told += 1;
  const back = callBackAt === undefined ? {} : { callBackAt };
  return tell('ContactAttempted', { source: 'calls', attemptId: `a-${told}`, channel, result, ...back }, rest);
}

interface Contacted extends Told {
  readonly channel?: Channel;
  readonly direction?: 'in' | 'out';
  readonly automatic?: 'auto-reply';
}

export function contacted(about: Contacted = {}): Written {
  const { channel = 'phone', direction = 'out', automatic, ...rest } = about;
  told += 1;
  const machine = automatic === undefined ? {} : { automatic };
  const contact = { source: 'pbx', interactionId: `i-${told}`, channel, direction, purpose: 'service', ...machine };
  return tell('InteractionRecorded', contact as Payloads['InteractionRecorded'], rest);
}

export function consented(granted: boolean, about: Told & { channel?: Channel | 'any' } = {}): Written {
  const { channel = 'phone', ...rest } = about;
  return tell('ConsentChanged', { source: 'crm', channel, granted }, rest);
}

export function owned(ownerId: string | null, about: Told = {}): Written {
  return tell('OwnerAssigned', { source: 'crm', ownerId }, about);
}

export function phoneLinked(about: Told = {}): Written {
  return tell('ContactPointLinked', { source: 'crm', kind: 'phone', fingerprint: '0123456789abcdef' }, about);
}

export function merged(into: string, about: Told = {}): Written {
  return tell('CustomersMerged', { source: 'crm', into }, about);
}

/** A policy with other rules about calls. */
export function callsRuled(calls: Partial<CallPolicy>, at?: string): Written {
  const rules = { calls: { ...sectionsOfVersion2.calls, ...calls } };
  return policyActivated({ ...rules, name: JSON.stringify(calls).slice(0, 100), ...(at === undefined ? {} : { at }) });
}

/** Somebody decided to leave an event out. */
export function skipped(event: string, customer = 'customer-1'): Written {
  return tell(
    'ParkedEventSkipped',
    { eventId: event, why: 'it is broken' },
    { customer, id: derivedId(customer, event, 's') },
  );
}
