import type { OrderFact } from '@vilfredo/scoring';
import { Calendar } from '@vilfredo/scoring-model';
import { measureForecasts } from './measure-forecasts.js';
import { measureGaps } from './measure-gaps.js';
import { spanOf, splitBook } from './purchase-days.js';

const utc = new Calendar('UTC');
const dayMs = 86_400_000;
const line = { sku: 's', quantity: 1, unitPrice: '1', amountMinor: 100 };

function ordered(day: number): OrderFact {
  const payload = { source: 'shop', orderId: `o${day}`, currency: 'EUR', lines: [line] };
  return { event: `order-${day}`, time: day * dayMs + 3_600_000, type: 'OrderPlaced', payload } as OrderFact;
}

function returned(day: number, of: number): OrderFact {
  const payload = { source: 'shop', returnId: `r${day}`, orderId: `o${of}`, currency: 'EUR', lines: [line] };
  return { event: `return-${day}`, time: day * dayMs, type: 'OrderReturned', payload } as OrderFact;
}

const split = { firstDay: 100, cutDay: 199, endDay: 299 };
const splitOf = (...facts: OrderFact[]) => splitBook(new Map([['c1', facts]]), utc, split);

describe('a book that is cut', () => {
  it('given purchases on both sides and after the end, then each is where it belongs', () => {
    const found = splitOf(ordered(100), ordered(199), ordered(200), ordered(299), ordered(300));
    expect(found).toEqual([{ before: [100, 199], after: [200, 299] }]);
  });

  it('given a customer who came later, then they are left out', () => {
    expect(splitOf(ordered(200))).toEqual([]);
  });

  it('given an order that is returned after the cut, then at the cut it still stood', () => {
    expect(splitOf(ordered(100), ordered(150), returned(220, 150), ordered(250))).toEqual([
      { before: [100, 150], after: [250] },
    ]);
  });

  it('given an order that was returned before the cut, then it never was', () => {
    expect(splitOf(ordered(100), ordered(150), returned(160, 150))).toEqual([{ before: [100], after: [] }]);
  });

  it('given orders, then the span is from the first to the last; returns do not widen it', () => {
    const book = new Map([['c1', [ordered(120), ordered(100), returned(400, 120)]]]);
    expect(spanOf(book, utc)).toEqual({ firstDay: 100, lastDay: 120 });
    expect(spanOf(new Map(), utc)).toBeNull();
  });
});

describe('what was foretold beside what came', () => {
  const model = { k: 1, r: 0.5, alpha: 40, a: 1, b: 2 };
  const customers = [
    { before: [100, 120, 190], after: [210, 230] },
    { before: [100], after: [] },
  ];

  it('given two customers, then the one who came is told from the one who did not', () => {
    const { active, forecasts, purchases, repeatPurchases } = measureForecasts(model, customers, split);
    expect(active).toBe(1);
    expect(forecasts.map(({ name, auc }) => [name, auc])).toEqual([
      ['P(active)', 1],
      ['base rate', 0.5],
      ['silence alone', 1],
      ['frequency alone', 1],
    ]);
    expect(forecasts[1]!.brier).toBe(0.25);
    expect(forecasts[2]!.brier).toBeNull();
    expect(purchases.actual).toBe(2);
    expect(repeatPurchases.actual).toBe(4);
  });

  it('given gaps of customers with two repeats, then they are set against what the model thought likely', () => {
    const steady = { before: [100, 110, 120, 130, 140], after: [150, 290] };
    expect(measureGaps(model, [steady, customers[1]!])).toEqual({
      gaps: 4,
      shares: [
        { below: 0.1, share: 0.25 },
        { below: 0.05, share: 0.25 },
        { below: 0.02, share: 0.25 },
      ],
    });
    expect(measureGaps(model, [])).toMatchObject({ gaps: 0, shares: [{ share: 0 }, { share: 0 }, { share: 0 }] });
  });
});
