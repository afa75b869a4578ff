import { createHash } from 'node:crypto';
import { catalogue, categories, seasonalProduct } from './catalogue.js';
import { type DemoOptions, demoEnterprise } from './demo-enterprise.js';
import type { DemoFact, DemoOrder } from './demo-fact.js';
import { demoStories } from './demo-stories.js';

const usual: DemoOptions = { seed: 1, until: '2026-11-13T12:00:00Z' };
const facts = [...demoEnterprise(usual)];
const orders = facts.filter((fact): fact is DemoOrder => fact.kind === 'order');
const stories = demoStories(usual);

function bytesOf(options: DemoOptions): string {
  const hash = createHash('sha256');
  for (const fact of demoEnterprise(options)) hash.update(`${JSON.stringify(fact)}\n`);
  return hash.digest('hex');
}

function cents(order: DemoOrder): number {
  return order.lines.reduce((sum, line) => sum + line.quantity * Math.round(Number(line.unitPrice) * 100), 0);
}

/** Share of the amount that the first fifth of the buyers brings. */
function topFifth(list: readonly DemoOrder[]): number {
  const amounts = new Map<string, number>();
  for (const order of list) amounts.set(order.customerId, (amounts.get(order.customerId) ?? 0) + cents(order));
  const ranked = [...amounts.values()].sort((one, other) => other - one);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(ranked.slice(0, Math.ceil(ranked.length / 5))) / sum(ranked);
}

function count(kind: DemoFact['kind']): number {
  return facts.filter((fact) => fact.kind === kind).length;
}

describe('the demo enterprise', () => {
  it('is the same, byte for byte, for the same seed', () => {
    expect(bytesOf(usual)).toBe(bytesOf({ ...usual }));
  });

  it('differs for another seed', () => {
    const few = { ...usual, customers: 100 };
    expect(bytesOf(few)).not.toBe(bytesOf({ ...few, seed: 2 }));
  });

  it('lives for 14 months, in order of time, and ends at the given moment', () => {
    const times = facts.map((fact) => fact.at);
    expect(times).toEqual([...times].sort());
    expect(times[0]! >= '2025-09-13T00:00:00Z' && times[0]! < '2025-09-16').toBe(true);
    expect(times.at(-1)! <= usual.until && times.at(-1)! > '2026-11-13').toBe(true);
  });

  it.each([1, 2, 3])('lets a fifth of the customers bring most of the amount (seed %d)', (seed) => {
    const all = [...demoEnterprise({ ...usual, seed })].filter((fact): fact is DemoOrder => fact.kind === 'order');
    expect(topFifth(all)).toBeGreaterThan(0.65);
    expect(topFifth(all)).toBeLessThan(0.8);
  });

  it('has about 2,000 customers and 20,000 orders, a few per cent returned, one per cent cancelled, some quoted', () => {
    expect(new Set(orders.map((order) => order.customerId)).size).toBeGreaterThan(1900);
    expect(orders.length).toBeGreaterThan(16_000);
    expect(orders.length).toBeLessThan(25_000);
    expect(count('return') / orders.length).toBeGreaterThan(0.02);
    expect(count('return') / orders.length).toBeLessThan(0.04);
    expect(count('cancellation') / orders.length).toBeGreaterThan(0.005);
    expect(count('quote')).toBeGreaterThan(100);
    expect(new Set(orders.map((order) => order.channel))).toEqual(new Set(['phone', 'email', 'mail']));
    expect(new Set(orders.map((order) => order.agentId)).size).toBe(12);
  });

  it('gives every fact a customer, a time and an id of its own, and positive lines with exact prices', () => {
    expect(facts.filter((fact) => !isWellFormed(fact))).toEqual([]);
    expect(new Set(facts.map((fact) => `${fact.kind} ${identityOf(fact)}`)).size).toBe(facts.length);
  });

  it('returns no more than was bought, with and without naming the order', () => {
    const byNumber = new Map(orders.map((order) => [order.orderId.slice(2), order]));
    const returns = facts.filter((fact) => fact.kind === 'return');
    for (const back of returns) {
      const order = byNumber.get(back.returnId.slice(2))!;
      const bought = order.lines.find((line) => line.sku === back.lines[0]!.sku)!;
      expect(back.lines[0]!.quantity).toBeLessThanOrEqual(bought.quantity);
      expect(back.at > order.at).toBe(true);
      expect([order.orderId, undefined]).toContain(back.orderId);
    }
    expect(returns.some((back) => back.orderId === undefined)).toBe(true);
    expect(returns.some((back) => back.orderId !== undefined)).toBe(true);
  });

  it('has 120 products in 8 categories, one of which sells before Christmas', () => {
    expect(new Set(catalogue.map((product) => product.sku)).size).toBe(120);
    expect(categories).toHaveLength(8);
    const months = orders
      .filter((order) => order.lines.some((line) => line.sku === seasonalProduct.sku))
      .map((order) => order.at.slice(5, 7));
    const seasonal = months.filter((month) => month === '11' || month === '12');
    expect(seasonal.length).toBeGreaterThan(200);
    expect(seasonal.length / months.length).toBeGreaterThan(0.95);
  });

  it.each([
    [{ ...usual, until: 'yesterday' }, 'until'],
    [{ ...usual, months: 0 }, 'months'],
    [{ ...usual, customers: 3 }, 'customers'],
  ])('refuses what it cannot do', (options, named) => {
    expect(() => demoEnterprise(options)).toThrow(expect.objectContaining({ kind: 'invalid', field: named }));
  });
});

describe('the stories in it', () => {
  it('has six bulk buyers whose largest order is most of what they ever bought', () => {
    expect(new Set(stories.bulkBuyers).size).toBe(6);
    for (const customerId of stories.bulkBuyers) {
      const amounts = orders.filter((order) => order.customerId === customerId).map(cents);
      expect(amounts.length).toBeLessThan(3);
      expect(Math.max(...amounts)).toBeGreaterThan(200_000);
      expect(Math.max(...amounts)).toBeGreaterThan(0.5 * amounts.reduce((sum, amount) => sum + amount, 0));
    }
  });

  it('has eight buyers who order every seven days to the second, up to the day that is told', () => {
    expect(stories.weeklyBuyers).toHaveLength(8);
    for (const { customerId, lastOrder } of stories.weeklyBuyers) {
      const times = orders.filter((order) => order.customerId === customerId).map((order) => Date.parse(order.at));
      const gaps = times.slice(1).map((time, index) => (time - times[index]!) / 86_400_000);
      expect(gaps.length).toBeGreaterThan(40);
      expect(new Set(gaps)).toEqual(new Set([7]));
      expect(new Date(times.at(-1)!).toISOString().slice(0, 10)).toBe(lastOrder);
    }
  });
});

function isWellFormed(fact: DemoFact): boolean {
  const sent = fact.source === 'demo' && /^C\d{5}$/.test(fact.customerId);
  const timed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(fact.at) && !Number.isNaN(Date.parse(fact.at));
  if (fact.kind === 'cancellation') return sent && timed;
  const lines = fact.lines.every(
    (line) => Number.isInteger(line.quantity) && line.quantity > 0 && /^\d+\.\d\d$/.test(line.unitPrice),
  );
  return sent && timed && fact.currency === 'EUR' && fact.lines.length > 0 && lines;
}

function identityOf(fact: DemoFact): string {
  if (fact.kind === 'return') return fact.returnId;
  return fact.kind === 'quote' ? fact.quoteId : fact.orderId;
}
