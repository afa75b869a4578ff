import { fromMinor, minorDigits } from '@vilfredo/events';
import type { CustomerFacts } from './customer-facts.js';

/** Digits behind the decimal point: of the policy's currency, else of the one that the customer's orders come in, else 2. */
export function digitsOf({ currency }: Pick<CustomerFacts, 'currency'>, policyCurrency: string | undefined): number {
  const used = policyCurrency ?? currency;
  return used === '' ? 2 : minorDigits(used);
}

/** Turns minor units into decimal text of the book's currency. */
export function moneyIn(
  facts: Pick<CustomerFacts, 'currency'>,
  policyCurrency: string | undefined,
): (minor: number) => string {
  const digits = digitsOf(facts, policyCurrency);
  return (minor) => fromMinor(minor, digits);
}
