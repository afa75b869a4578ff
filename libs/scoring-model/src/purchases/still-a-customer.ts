import { mayDropOut, type PurchaseModel, type PurchaseRecord, silenceOf } from './purchase-model.js';
import { lnSilenceSurvival } from './silence-survival.js';

/** The chance that the customer has not left for good, 0-1: 1 / (1 + (a / (b + x)) / S(g)). 1 when nobody leaves. */
export function pAlive(model: PurchaseModel, record: PurchaseRecord): number {
  return pAliveAt(model, record.x, lnSilenceSurvival(model, record, silenceOf(record)));
}

/** The chance of a purchase within the next `horizonDays`, 0-1: P(alive) (1 - S(g + H) / S(g)). */
export function pActive(model: PurchaseModel, record: PurchaseRecord, horizonDays: number): number {
  const silence = silenceOf(record);
  const lnNow = lnSilenceSurvival(model, record, silence);
  const lnThen = lnSilenceSurvival(model, record, silence + Math.max(0, horizonDays));
  return pAliveAt(model, record.x, lnNow) * -Math.expm1(lnDifference(lnThen, lnNow));
}

function pAliveAt(model: PurchaseModel, x: number, lnSurvival: number): number {
  if (!mayDropOut(model)) return 1;
  return 1 / (1 + (model.a / (model.b + x)) * Math.exp(-lnSurvival));
}

/** Both may be minus infinity for silences beyond all numbers: nothing is left to come then. */
function lnDifference(lnThen: number, lnNow: number): number {
  return lnNow === Number.NEGATIVE_INFINITY ? 0 : Math.min(0, lnThen - lnNow);
}
