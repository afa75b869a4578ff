import { type OneOffRule, oneOffReason, type Spending } from './one-off.js';

const rule: OneOffRule = { largestShare: 0.5, fewerDaysThan: 3, leaveLargestOutShare: 0.3 };
const cut = (measure: number) => ({ measure, tieBreak: 0, id: 'm' });
const cuts = { topByAmount: cut(1_000), withoutLargest: cut(300) };
const spending = (given: Partial<Spending>): Spending => ({
  id: 'a',
  amount: 2_000,
  largestDay: 200,
  purchaseDays: 10,
  ...given,
});

describe('the one-off guard', () => {
  it('flags whose largest day makes half of the amount within two days', () => {
    expect(oneOffReason(rule, cuts, spending({ largestDay: 1_000, purchaseDays: 2 }))).toBe('largest-day');
  });

  it('does not for a hair less than half, or with three days', () => {
    expect(oneOffReason(rule, cuts, spending({ largestDay: 999, purchaseDays: 2 }))).toBeNull();
    expect(oneOffReason(rule, cuts, spending({ largestDay: 1_000, purchaseDays: 3 }))).toBeNull();
  });

  it('flags who is in the top by amount but far down once the largest day is left out', () => {
    expect(oneOffReason(rule, cuts, spending({ largestDay: 1_701, purchaseDays: 9 }))).toBe('small-without-largest');
    expect(oneOffReason(rule, cuts, spending({ largestDay: 1_700, purchaseDays: 9 }))).toBeNull();
  });

  it('compares the remainders only for who is in the top by amount', () => {
    expect(oneOffReason(rule, cuts, spending({ amount: 900, largestDay: 850, purchaseDays: 9 }))).toBeNull();
  });

  it('lets the customer id decide at the very cut-off', () => {
    const atTheCut = { amount: 1_000, largestDay: 900, purchaseDays: 9 };
    expect(oneOffReason(rule, cuts, spending({ ...atTheCut, id: 'm' }))).toBe('small-without-largest');
    expect(oneOffReason(rule, cuts, spending({ ...atTheCut, id: 'n' }))).toBeNull();
  });

  it('has nothing to say of who brought nothing or less', () => {
    expect(oneOffReason(rule, cuts, spending({ amount: 0, largestDay: 0, purchaseDays: 0 }))).toBeNull();
    expect(oneOffReason(rule, cuts, spending({ amount: -5, largestDay: 3, purchaseDays: 1 }))).toBeNull();
  });
});
