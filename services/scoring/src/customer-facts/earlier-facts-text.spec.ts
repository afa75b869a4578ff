import { Calendar } from '@vilfredo/scoring-model';
import fc from 'fast-check';
import { orderFacts } from '../../test/order-facts.js';
import { histories } from '../../test/random-history.js';
import type { CustomerFacts } from './customer-facts.js';
import type { EarlierFactsJson } from './earlier-facts-text.js';
import { factsFromJson, factsToJson } from './facts-text.js';
import { canAdd, foldOrders } from './fold-orders.js';
import { type OrderFact, settleOrders } from './settle-orders.js';

const calendar = new Calendar('Europe/Berlin');

/** As versions wrote it that kept a row for each order. */
function written(facts: readonly OrderFact[]): EarlierFactsJson {
  const { orderFacts: count, days, latest, lifetime, currency, products } = foldOrders(facts, calendar);
  const orders = settleOrders(facts).orders.sort((a, b) => a.time - b.time || (a.event < b.event ? -1 : 1));
  const sum = (of: 'amount' | 'quantity', { lines }: (typeof orders)[number]) =>
    lines.reduce((sofar, line) => sofar + line[of], 0);
  const entriesOf = (wanted: string) =>
    orders.flatMap(({ time, lines }) =>
      lines
        .filter(({ sku, amount, quantity }) => sku === wanted && (amount !== 0 || quantity !== 0))
        .map(({ amount, quantity }) => [orders.findIndex((order) => order.time === time), quantity, amount]),
    );
  return {
    orderFacts: count,
    days,
    latest,
    lifetime,
    currency,
    rows: orders.flatMap((order) => [
      order.time,
      calendar.dayOf(order.time),
      sum('amount', order),
      sum('quantity', order),
    ]),
    rowEvents: orders.map(({ event }) => event),
    products: [...products.keys()].sort().flatMap((sku) => {
      const entries = entriesOf(sku);
      return [sku, products.get(sku)!.category, entries.length, ...entries.flat()];
    }),
    reached: Number.isFinite(settleOrders(facts).reached) ? settleOrders(facts).reached : null,
  };
}

const haveTimesOfTheirOwn = (facts: readonly OrderFact[]) =>
  new Set(facts.map(({ time }) => time)).size === facts.length;

describe('facts as earlier versions wrote them', () => {
  it('are read as the same facts by days', () => {
    fc.assert(
      fc.property(histories.map(orderFacts).filter(haveTimesOfTheirOwn), (facts) => {
        expect(factsFromJson(written(facts))).toEqual(foldOrders(facts, calendar));
      }),
    );
  });

  it('are read where the first versions told otherwise up to when orders may not be added', () => {
    const at = (day: number) => Date.UTC(2026, 2, day);
    const mayCome = (facts: CustomerFacts, day: number) =>
      canAdd(facts, { type: 'OrderPlaced', time: at(day) } as OrderFact);
    const { reached: _, ...json } = written([]);
    const read = (earlier: Pick<EarlierFactsJson, 'binding'>) => factsFromJson({ ...json, ...earlier, newest: at(9) });
    expect(mayCome(read({ binding: 'free' }), 1)).toBe(true);
    expect([9, 10].map((day) => mayCome(read({ binding: 'settled' }), day))).toEqual([false, true]);
    expect(mayCome(read({ binding: 'open' }), 20)).toBe(false);
    expect(Object.keys(factsToJson(read({ binding: 'free' })))).toEqual(
      Object.keys(factsToJson(foldOrders([], calendar))),
    );
  });
});
