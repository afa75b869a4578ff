import type { CustomerView } from '@vilfredo/scoring';
import type { ReportCustomer, ReportTier } from '../report/report-input.js';
import { AmountSum } from './amount-sum.js';
import { Best } from './best.js';

const topShown = 25;
const oneOffsShown = 12;

/** Sums up customers one after the other for the report, holding only those it shows. */
export class BookSurvey {
  private readonly tiers = { core: new AmountSum(), top: new AmountSum(), other: new AmountSum() };
  private readonly best = new Best<ReportCustomer>(topShown, byScore);
  private readonly flagged = new Best<ReportCustomer & { readonly reason: string }>(oneOffsShown, byAmount);

  add({ customerId, value }: CustomerView): void {
    if (value === null) return;
    this.tiers[value.tier ?? 'other'].add(value.amountInWindow);
    const customer: ReportCustomer = {
      customerId,
      tier: value.tier,
      score: value.score,
      abc: value.abc,
      rfm: value.rfm,
      orders: value.ordersInWindow,
      amount: value.amountInWindow,
      latestPurchase: value.latestPurchase,
      oneOff: value.oneOff.flagged,
    };
    if (value.score !== null) this.best.add(customer);
    if (value.oneOff.flagged) this.flagged.add({ ...customer, reason: value.oneOff.reason ?? '' });
  }

  tierRows(): readonly ReportTier[] {
    return (['core', 'top', 'other'] as const).map((tier) => ({ tier, ...this.tiers[tier].row() }));
  }

  topCustomers(): readonly ReportCustomer[] {
    return this.best.list();
  }

  oneOffs(): readonly (ReportCustomer & { readonly reason: string })[] {
    return this.flagged.list();
  }
}

function byScore(one: ReportCustomer, other: ReportCustomer): number {
  return (other.score ?? 0) - (one.score ?? 0) || byAmount(one, other);
}

function byAmount(one: ReportCustomer, other: ReportCustomer): number {
  return Number(other.amount) - Number(one.amount) || (one.customerId < other.customerId ? -1 : 1);
}
