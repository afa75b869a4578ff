import type { Member } from '../src/value/population-cutoffs.js';

/** A customer as the population sees them: active, with three purchase days of a thousand each. */
export function aMember(id: string, given: Partial<Member> = {}): Member {
  return {
    id,
    ranked: true,
    secondPass: 0,
    amount: 3_000,
    quantity: 3_000,
    orders: 3,
    purchaseDays: 3,
    largestDay: 1_000,
    singleProduct: 1,
    latestDay: 20_000,
    latestTime: 20_000 * 86_400_000,
    cycleDays: 30,
    ...given,
  };
}

/** So many customers `m01`, `m02`, … each made from its number, beginning with 1. */
export function members(count: number, given: (number: number) => Partial<Member>): Member[] {
  return Array.from({ length: count }, (_, i) => aMember(`m${String(i + 1).padStart(2, '0')}`, given(i + 1)));
}
