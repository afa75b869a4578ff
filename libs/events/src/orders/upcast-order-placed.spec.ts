import { upcastOrderPlaced } from './upcast-order-placed.js';

const v1 = (currency: string, ...lines: [quantity: number, unitPrice: string][]) => ({
  source: 'shop',
  orderId: '536365',
  channel: 'phone',
  currency,
  lines: lines.map(([quantity, unitPrice], i) => ({ sku: `sku-${i}`, quantity, unitPrice })),
});
const amounts = (order: Parameters<typeof upcastOrderPlaced>[0]) =>
  upcastOrderPlaced(order).lines.map(({ amountMinor }) => amountMinor);

describe('an order of version 1 read as version 2', () => {
  it('says the amount of each line in minor units of its currency', () => {
    expect(amounts(v1('EUR', [6, '2.55'], [2.5, '1.33']))).toEqual([1530, 333]);
    expect(amounts(v1('JPY', [3, '333.5']))).toEqual([1001]);
    expect(amounts(v1('KWD', [3, '0.3335']))).toEqual([1001]);
  });

  it('keeps everything else', () => {
    const order = v1('EUR', [6, '2.55']);
    const { lines, ...rest } = upcastOrderPlaced(order);
    expect(rest).toEqual({ source: 'shop', orderId: '536365', channel: 'phone', currency: 'EUR' });
    expect(lines).toEqual([{ sku: 'sku-0', quantity: 6, unitPrice: '2.55', amountMinor: 1530 }]);
  });

  it('does not change the order it was given', () => {
    const order = v1('EUR', [6, '2.55']);
    const before = structuredClone(order);
    upcastOrderPlaced(order);
    expect(order).toEqual(before);
  });

  it('takes quantities that binary fractions or exponents make long', () => {
    expect(amounts(v1('EUR', [0.1 + 0.2, '10.00'], [1e-7, '1000000.00'], [1e-12, '5.00']))).toEqual([300, 10, 0]);
  });
});
