import { demoStories } from './demo-stories.js';
import { demoTrickle } from './demo-trickle.js';

const start = Date.parse('2026-11-13T12:00:00Z');
const live = demoTrickle({ seed: 1 });
const facts = Array.from({ length: 2000 }, (_, n) => live(n, start + n * 1000));

describe('the trickle of live orders', () => {
  it('is a pure function of the count and the moment', () => {
    const again = demoTrickle({ seed: 1 });
    expect(again(17, start)).toEqual(live(17, start));
    expect(again(17, start)).not.toEqual(live(18, start));
    expect(live(17, start).at).toBe('2026-11-13T12:00:00Z');
  });

  it('never sends an id twice, not even when counting starts again later', () => {
    const later = Array.from({ length: 2000 }, (_, n) => live(n, start + 86_400_000 + n * 1000));
    const ids = [...facts, ...later].map((fact) =>
      fact.kind === 'return' ? fact.returnId : 'orderId' in fact && fact.orderId,
    );
    expect(new Set(ids).size).toBe(4000);
  });

  it('mixes orders of known customers, a few of new ones, and returns', () => {
    const returns = facts.filter((fact) => fact.kind === 'return');
    const newcomers = facts.filter((fact) => fact.customerId > 'C02000');
    expect(returns.length).toBeGreaterThan(20);
    expect(returns.length).toBeLessThan(120);
    expect(newcomers.length).toBeGreaterThan(20);
    expect(newcomers.length).toBeLessThan(160);
    expect(new Set(facts.map((fact) => fact.customerId)).size).toBeGreaterThan(300);
  });

  it('leaves those silent who have stopped', () => {
    const { bulkBuyers, weeklyBuyers } = demoStories({ seed: 1, until: '2026-11-13T12:00:00Z' });
    const silent = new Set([...bulkBuyers, ...weeklyBuyers.map((buyer) => buyer.customerId)]);
    expect(facts.filter((fact) => silent.has(fact.customerId))).toEqual([]);
  });
});
