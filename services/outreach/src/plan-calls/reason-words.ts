import type { RiskBand, SilenceState } from '@vilfredo/events';
import type { Recall, Silence } from './call-facts.js';

/** Sentences for who is to call. They name no customer, and hold nothing that a customer wrote. */
export function riskWords(risk: number, band: RiskBand): string {
  return `The risk that they leave is ${oneDecimal(risk)} of 100, which is ${band === 'watch' ? 'to be watched' : band}.`;
}

export function silenceWords(state: Exclude<SilenceState, 'on-time'>, silence: Silence): string {
  const { at, silentDays, cycleDays } = silence;
  const late = state === 'overdue' ? 'overdue' : 'long overdue';
  const away = `By ${dayWords(at)} they had not bought for ${daysWords(silentDays)}`;
  if (cycleDays === null) return `${away}, and are ${late}.`;
  return `${away}; they usually come every ${daysWords(cycleDays)}, and are ${late}.`;
}

export function satisfactionWords(satisfaction: 1 | 2 | 3 | 4): string {
  return classWords[satisfaction];
}

const classWords = {
  1: 'Their ratings have fallen three months in a row, and they are dissatisfied now (class 1).',
  2: 'Their ratings have fallen three months in a row, though they are still satisfied (class 2).',
  3: 'Their ratings fell within the last three months (class 3).',
  4: 'They have been dissatisfied for months, without any change (class 4).',
};

export function recallWords({ product, stage, probability }: Recall): string {
  const share = `${Math.round(probability * 100)} %`;
  return `They asked about ${product} and have not bought it; they are at the stage of ${stage} with ${share}.`;
}

export function callBackWords(dueAt: number): string {
  return `They asked to be called back at ${timeWords(dueAt)}.`;
}

/** `2026-03-01 09:00 UTC` */
export function timeWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-03-01`, in UTC */
function dayWords(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `33 days`, `1 day`, `1.5 days` */
export function daysWords(days: number): string {
  const shown = oneDecimal(days);
  return shown === '1' ? '1 day' : `${shown} days`;
}

function oneDecimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}
