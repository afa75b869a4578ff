const unbroken = '\u00a0';

/** 4339 -> "4,339". */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 0.7462 -> "74.6 %"; the space does not break. */
export function percent(share: number, decimals = 1): string {
  return `${(share * 100).toFixed(decimals)}${unbroken}%`;
}

/** "8911407.9" -> "8,911,408": whole units of the currency, for reading, from a decimal string. */
export function wholeMoney(amount: string): string {
  const value = Number(amount);
  return value < 0 ? `\u2212${count(-value)}` : count(value);
}

/** "280206.02" -> "280,206.02": every digit that is there. */
export function exactMoney(amount: string): string {
  const [whole = '0', fraction] = amount.replace('-', '').split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? '\u2212' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** "2011-12-10T00:00:00Z" -> "10 December 2011", in UTC; what is no date stays as it is. */
export function longDate(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return time.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** "noCustomer" -> "no customer". */
export function words(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}

/** "1 customer", "2 customers". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Part of a whole between 0 and 1, 0 when there is no whole. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
