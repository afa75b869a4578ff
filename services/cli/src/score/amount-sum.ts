/** Adds up decimal strings of one currency without losing a digit. */
export class AmountSum {
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
