import { type CustomerFacts } from '../customer-facts/customer-facts.js';
import { digitsOf } from '../customer-facts/money-in.js';
import type { Era } from '../eras/era.js';
import type { PartName } from '../value/assess-value.js';

/** A part's raw value in the units people use: days since the latest purchase, whole units, the currency's major unit. */
export function shownRaw(
  part: { readonly name: PartName; readonly raw: number },
  facts: Pick<CustomerFacts, 'currency'>,
  asOf: number,
  { policy, calendar }: Pick<Era, 'policy' | 'calendar'>,
): number {
  switch (part.name) {
    case 'recency':
      return Math.max(0, calendar.dayOf(asOf) - part.raw);
    case 'quantity':
      return part.raw / 1_000;
    case 'amount':
      return part.raw / 10 ** digitsOf(facts, policy.currency);
    case 'singleProduct':
    case 'standing':
      return part.raw;
    default:
      return part.name satisfies never;
  }
}
