import { type Payloads, type RiskBand, stages } from '@vilfredo/events';
import type { PolicyInForce } from './policy-in-force.js';
import { satisfactionRelief, satisfactionWords } from './say-satisfaction.js';
import { recallRelief, recallWords, riskRelief, riskWords, silenceWords } from './say-scores.js';
import { drop, stand } from './signs.js';
import type { WatchedCustomer } from './watched-customer.js';
import type { News, WatchedEvent } from './watched-event.js';
import { dateWords } from './words.js';

/** From the mildest: a decline, constantly low or falling though satisfied, falling and dissatisfied. */
const classGravity: Readonly<Record<1 | 2 | 3 | 4, number>> = { 1: 3, 2: 2, 3: 1, 4: 2 };

export function noteSatisfaction(
  customer: WatchedCustomer,
  event: WatchedEvent,
  change: Payloads['SatisfactionClassChanged'],
): News {
  const to = change.to ?? null;
  if (to === null) drop(customer, 'satisfaction');
  else {
    const text = satisfactionWords(change);
    stand(
      customer,
      { trigger: 'satisfaction', about: '', words: [String(to)], gravity: classGravity[to], text },
      event,
    );
  }
  // A class that nobody confirms any more is not one that got better.
  const outcome = change.status === 'stale' ? 'ignored' : 'recovered';
  return { trigger: 'satisfaction', text: satisfactionRelief(change), outcome };
}

export function noteSilence(
  customer: WatchedCustomer,
  event: WatchedEvent,
  change: Payloads['SilenceDetected'],
  { calendar }: PolicyInForce,
): News {
  if (change.to === 'on-time') drop(customer, 'silence');
  else {
    const gravity = change.to === 'very-overdue' ? 2 : 1;
    stand(customer, { trigger: 'silence', about: '', words: [change.to], gravity, text: silenceWords(change) }, event);
  }
  const day = dateWords(calendar.dateOf(calendar.dayOf(event.time)));
  return { trigger: 'silence', text: `Silent no longer, as of ${day}.`, outcome: 'recovered' };
}

const bandGravity: Readonly<Partial<Record<RiskBand, number>>> = { high: 1, critical: 2 };

export function noteRisk(customer: WatchedCustomer, event: WatchedEvent, change: Payloads['ChurnRiskChanged']): News {
  const band = change.toBand ?? null;
  const gravity = band === null ? undefined : bandGravity[band];
  if (band === null || gravity === undefined) drop(customer, 'risk');
  else stand(customer, { trigger: 'risk', about: '', words: [band], gravity, text: riskWords(change) }, event);
  return { trigger: 'risk', text: riskRelief(change), outcome: 'recovered' };
}

/** An interest that is to be recalled; its gravity is its stage. */
export function noteInterest(customer: WatchedCustomer, event: WatchedEvent, change: Payloads['StageChanged']): News {
  const { product, from, to, recall } = change;
  const stage = stages.indexOf(to);
  if (!recall) drop(customer, 'recall', product);
  else {
    const words = [product, to];
    stand(customer, { trigger: 'recall', about: product, words, gravity: stage, text: recallWords(change) }, event);
  }
  // What was wanted less and less has not been bought.
  const hasFaded = !recall && from !== null && from !== undefined && stage < stages.indexOf(from);
  return { trigger: 'recall', text: recallRelief(change, hasFaded), outcome: hasFaded ? 'ignored' : 'recovered' };
}
