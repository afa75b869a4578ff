import type { OrderPlaced } from '../orders/orders.js';
import { read, Unreadable, write } from './envelope.js';

const envelope = { id: 'e-1', subject: '17850', time: '2026-03-01T09:00:00.000Z', correlationid: 'c-1' };
const order: OrderPlaced = {
  source: 'shop',
  currency: 'EUR',
  orderId: '536365',
  lines: [{ sku: '85123A', quantity: 6, unitPrice: '2.55', amountMinor: 1530 }],
};
const stored = (data: unknown, version = 2, type = 'OrderPlaced') => ({ type, version, data: JSON.stringify(data) });

function unreadable(event: { type: string; version: number; data: string }): Unreadable {
  try {
    read(event);
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('writing an event', () => {
  it('puts a payload into its envelope, on its topic, at its newest version', () => {
    expect(write('OrderPlaced', envelope, order)).toEqual({
      ...envelope,
      topic: 'orders',
      type: 'OrderPlaced',
      version: 2,
      data: JSON.stringify(order),
    });
  });

  it('is undone by reading', () => {
    expect(read(write('OrderPlaced', envelope, order))).toEqual({ type: 'OrderPlaced', payload: order });
  });
});

describe('reading an event', () => {
  it.each(['OrderLost', 'constructor', '__proto__', ''])('refuses the unknown type %j', (type) => {
    expect(unreadable(stored(order, 1, type)).violations).toEqual([{ field: 'type', reason: `${type} is not known` }]);
  });

  it.each([0, 3, -1, 1.5, Number.NaN])('refuses the unknown version %s', (version) => {
    expect(unreadable(stored(order, version)).message).toBe(`version: ${version} of OrderPlaced is not known`);
  });

  it.each(['', '{', '{"a":1}}', 'undefined', '\u0000'])('refuses %j, which is no JSON', (data) => {
    const { violations } = unreadable({ type: 'OrderPlaced', version: 2, data });
    expect(violations).toEqual([{ field: 'data', reason: expect.stringMatching(/^is not JSON/) }]);
  });

  it.each(['Zacharias Secret', '{"text": Zacharias Secret}', '{"text": "Zacharias Secret', '{"text":"x"} Zacharias'])(
    'refuses %s without a word of it',
    (data) => {
      expect(unreadable({ type: 'InteractionRecorded', version: 1, data }).message).not.toMatch(/Zach|Secret|text/);
    },
  );

  it.each(['null', '[]', '7', '"x"'])('refuses the JSON %s, which is no object', (data) => {
    expect(unreadable({ type: 'OrderPlaced', version: 2, data }).message).toBe('must be an object');
  });

  it('names what is wrong in it', () => {
    const wrong = { ...order, currency: 'XYZ', lines: [{ sku: '', quantity: -6, amountMinor: 1.5 }] };
    expect(
      unreadable(stored(wrong))
        .violations.map(({ field }) => field)
        .sort(),
    ).toEqual(['currency', 'lines.0.amountMinor', 'lines.0.quantity', 'lines.0.sku']);
  });

  it('says no more than ten reasons in its message', () => {
    const error = unreadable(stored({ ...order, lines: Array(2000).fill({}) }));
    expect(error.violations).toHaveLength(100);
    expect(error.message).toMatch(/; and 90 more$/);
  });
});

describe('reading an old version', () => {
  const v1 = { source: 'shop', currency: 'EUR', orderId: '1', lines: [{ sku: 'a', quantity: 6, unitPrice: '2.55' }] };

  it('gives the newest', () => {
    expect(read(stored(v1, 1)).payload).toEqual({ ...v1, lines: [{ ...v1.lines[0], amountMinor: 1530 }] });
  });

  it('checks it by the rules of its own version', () => {
    const wrong = { ...v1, lines: [{ sku: 'a', quantity: 6 }] };
    expect(unreadable(stored(wrong, 1)).violations).toEqual([
      { field: 'lines.0.unitPrice', reason: 'must be a decimal number as text, such as "12.50"' },
    ]);
  });

  it('refuses one that cannot be lifted', () => {
    const huge = { ...v1, lines: [{ sku: 'a', quantity: 1e9, unitPrice: '999999999999999' }] };
    expect(unreadable(stored(huge, 1)).message).toBe('data: the amount is beyond exact integers');
  });

  it('refuses one that lifts to what the newest version does not allow', () => {
    const negative = { ...v1, lines: [{ sku: 'a', quantity: 1, unitPrice: '-1.00' }] };
    expect(unreadable(stored(negative, 1)).message).toBe('lines.0.amountMinor: must not be less than 0');
  });
});
