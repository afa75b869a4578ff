import type { CustomerView } from '@vilfredo/scoring';
import type { ReportCustomer, ReportTier } from '../report/report-input.js';
import { Best } from './best.js';

const topShown = 25;
const oneOffsShown = 12;

/** Sums up customers one after the other for the report, holding only those it shows. */
export class BookSurvey {
  private readonly tiers = { core: new TierSum(), top: new TierSum(), other: new TierSum() };
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

/** Adds up decimal strings of one currency without losing a digit. */
class TierSum {
  private customers = 0;
  private minor = 0n;
  private digits = 0;

  add(amount: string): void {
    const digits = amount.split('.')[1]?.length ?? 0;
    if (digits > this.digits) {
      this.minor *= 10n ** BigInt(digits - this.digits);
      this.digits = digits;
    }
    this.minor += BigInt(amount.replace('.', '')) * 10n ** BigInt(this.digits - digits);
    this.customers++;
  }

  row(): { customers: number; amount: string } {
    const sign = this.minor < 0n ? '-' : '';
    const text = String(this.minor < 0n ? -this.minor : this.minor).padStart(this.digits + 1, '0');
    const whole = text.slice(0, text.length - this.digits);
    return {
      customers: this.customers,
      amount: sign + (this.digits === 0 ? whole : `${whole}.${text.slice(-this.digits)}`),
    };
  }
}

function byScore(one: ReportCustomer, other: ReportCustomer): number {
  return (other.score ?? 0) - (one.score ?? 0) || byAmount(one, other);
}

function byAmount(one: ReportCustomer, other: ReportCustomer): number {
  return Number(other.amount) - Number(one.amount) || (one.customerId < other.customerId ? -1 : 1);
}
