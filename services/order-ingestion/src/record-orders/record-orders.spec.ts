import { read } from '@vilfredo/events';
import fc from 'fast-check';
import type { IntakeOrder } from './intake.js';
import { recordOrder } from './record-orders.js';

const now = Date.parse('2026-03-01T12:00:00Z');

const order = {
  kind: 'order',
  source: 'shop',
  orderId: '536365',
  customerId: '17850',
  at: '2010-12-01T10:26:00+02:00',
  currency: 'GBP',
  channel: 'phone',
  agentId: 'a7',
  lines: [{ sku: '85123A', name: 'T-light holder', category: 'lights', quantity: 6, unitPrice: '2.55' }],
};

function eventOf(intake: unknown) {
  const { event, refused } = recordOrder(intake, now);
  if (event === undefined) throw new Error(JSON.stringify(refused));
  return { ...event, payload: read(event).payload };
}

const refusedOf = (intake: unknown) =>
  recordOrder(intake, now).refused?.map(({ field, reason }) => `${field} ${reason}`);

describe('recording an order', () => {
  it('given an order, then OrderPlaced says it, with the amount of each line settled', () => {
    expect(eventOf(order)).toMatchObject({
      topic: 'orders',
      type: 'OrderPlaced',
      version: 2,
      subject: '17850',
      time: '2010-12-01T08:26:00.000Z',
      payload: {
        source: 'shop',
        orderId: '536365',
        currency: 'GBP',
        channel: 'phone',
        agentId: 'a7',
        lines: [
          {
            sku: '85123A',
            name: 'T-light holder',
            category: 'lights',
            quantity: 6,
            unitPrice: '2.55',
            amountMinor: 1530,
          },
        ],
      },
    });
  });

  it('given the same order twice, then it is the same event; of another source or kind, then another', () => {
    const { id } = eventOf(order);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(eventOf(structuredClone(order)).id).toBe(id);
    expect(eventOf({ ...order, source: 'web' }).id).not.toBe(id);
    expect(eventOf({ ...order, kind: 'quote', quoteId: order.orderId }).id).not.toBe(id);
  });

  it.each([
    ['1', '0.005', 'EUR', 1],
    ['3', '0.335', 'EUR', 101],
    ['0.5', '2.55', 'EUR', 128],
    ['2', '149.5', 'JPY', 299],
    ['1', '149.5', 'JPY', 150],
    [0.1, '3', 'KWD', 300],
  ])(
    'given %s x %s %s, then the line is %d minor units, rounded half away from zero once',
    (quantity, unitPrice, currency, amountMinor) => {
      const payload = eventOf({ ...order, currency, lines: [{ sku: 'x', quantity, unitPrice }] }).payload;
      expect(payload).toMatchObject({ lines: [{ amountMinor }] });
    },
  );

  it('given a line with an amount, then that is what it cost, whatever the unit price', () => {
    const lines = [{ sku: 'x', quantity: 3, unitPrice: '1.00', amount: '2.50' }];
    expect(eventOf({ ...order, lines }).payload).toMatchObject({ lines: [{ unitPrice: '1.00', amountMinor: 250 }] });
  });

  it('given a return, a cancellation, a quote and a contract, then each becomes its event', () => {
    expect(eventOf({ ...order, kind: 'return', returnId: 'C1', orderId: undefined })).toMatchObject({
      type: 'OrderReturned',
      payload: { returnId: 'C1' },
    });
    expect(eventOf({ ...order, kind: 'cancellation', because: 'out of stock' })).toMatchObject({
      type: 'OrderCancelled',
      subject: '17850',
      payload: { source: 'shop', orderId: '536365', because: 'out of stock' },
    });
    expect(eventOf({ ...order, kind: 'quote', quoteId: 'Q1', validUntil: '2011-01-31' })).toMatchObject({
      type: 'QuoteIssued',
      payload: { quoteId: 'Q1', validUntil: '2011-01-31' },
    });
    expect(
      eventOf({ ...order, kind: 'contract', contractId: 'K1', amount: '1200.00', from: '2011-01-01' }),
    ).toMatchObject({
      type: 'ContractSigned',
      payload: { contractId: 'K1', currency: 'GBP', amountMinor: 120_000, from: '2011-01-01' },
    });
  });

  it('given foreign keys, `__proto__` and constructor among them, then none of them travels on', () => {
    const text = JSON.stringify({ ...order, extra: 1, constructor: { prototype: 1 } }).replace(
      '{',
      '{"__proto__":{"a":1},',
    );
    const { data } = eventOf(JSON.parse(text));
    expect(data).toBe(eventOf(order).data);
  });

  it('given fields that only the prototype holds, then they are missing', () => {
    expect(refusedOf(Object.create(order))).toEqual(['kind unknownKind']);
  });
});

describe('refusing an order', () => {
  const line = (changes: object) => ({ ...order, lines: [{ ...order.lines[0], ...changes }] });
  it.each([
    ['no object', [], ' notAnObject'],
    ['null', null, ' notAnObject'],
    ['an unknown kind', { ...order, kind: 'gift' }, 'kind unknownKind'],
    ['a kind named like a built-in', { ...order, kind: 'constructor' }, 'kind unknownKind'],
    ['no customer', { ...order, customerId: '' }, 'customerId missing'],
    ['a blank customer', { ...order, customerId: ' ' }, 'customerId missing'],
    ['a number as id', { ...order, orderId: 7 }, 'orderId notText'],
    ['an id with a zero byte', { ...order, orderId: 'a\u0000b' }, 'orderId controlCharacter'],
    ['an id too long', { ...order, orderId: 'x'.repeat(201) }, 'orderId tooLong'],
    ['a time without offset', { ...order, at: '2010-12-01T08:26:00' }, 'at badDate'],
    ['a day that does not exist', { ...order, at: '2010-02-30T08:26:00Z' }, 'at badDate'],
    ['a time more than a day ahead', { ...order, at: '2026-03-02T12:00:01Z' }, 'at future'],
    ['an unknown currency', { ...order, currency: 'XYZ' }, 'currency unknownCurrency'],
    ['a currency in small letters', { ...order, currency: 'gbp' }, 'currency unknownCurrency'],
    ['no lines', { ...order, lines: [] }, 'lines missing'],
    ['lines that are no list', { ...order, lines: 'all' }, 'lines notAList'],
    ['a line that is no object', { ...order, lines: [1] }, 'lines.0 notAnObject'],
    ['too many lines', { ...order, lines: new Array(1_001).fill(order.lines[0]) }, 'lines tooManyLines'],
    ['zero quantity', line({ quantity: 0 }), 'lines.0.quantity zeroQuantity'],
    ['negative quantity', line({ quantity: -1 }), 'lines.0.quantity negativeQuantity'],
    ['a quantity of words', line({ quantity: 'six' }), 'lines.0.quantity badQuantity'],
    ['a quantity with four decimals', line({ quantity: 0.0001 }), 'lines.0.quantity badQuantity'],
    ['a huge quantity', line({ quantity: 2e9 }), 'lines.0.quantity badQuantity'],
    ['a price as number', line({ unitPrice: 2.55 }), 'lines.0.unitPrice badPrice'],
    ['a negative price', line({ unitPrice: '-1' }), 'lines.0.unitPrice badPrice'],
    ['an amount beyond exactness', line({ quantity: 1e9, unitPrice: '999999999' }), 'lines.0.unitPrice badPrice'],
    [
      'a contract beyond exactness',
      { ...order, kind: 'contract', contractId: 'K1', amount: '99999999999999' },
      'amount badPrice',
    ],
    ['no price', line({ unitPrice: undefined }), 'lines.0.unitPrice missing'],
  ])('given %s, then it says so', (_, intake, refusal) => {
    expect(refusedOf(intake)).toEqual([refusal]);
  });

  it('given an order of exactly one day ahead and of 1,000 lines, then it is taken', () => {
    const lines = new Array(1_000).fill(order.lines[0]);
    expect(recordOrder({ ...order, at: '2026-03-02T12:00:00Z', lines }, now).refused).toBeUndefined();
  });

  it('given an order larger than a fact may be, then it is refused', () => {
    const lines = new Array(1_000).fill({ ...order.lines[0], name: '☃'.repeat(300), category: '☃'.repeat(100) });
    expect(refusedOf({ ...order, lines })).toEqual([' tooLarge']);
  });

  it('given several wrong fields, then all of them are named', () => {
    expect(refusedOf({ kind: 'order', at: 'now', currency: 'GBP', lines: [{ quantity: 0, unitPrice: 'x' }] })).toEqual([
      'source missing',
      'customerId missing',
      'at badDate',
      'orderId missing',
      'lines.0.sku missing',
      'lines.0.quantity zeroQuantity',
      'lines.0.unitPrice badPrice',
    ]);
  });

  it('given anything at all, then it is refused, or becomes an event that its own contract takes', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('EUR', 'a', '2026-01-01T00:00:00Z', '1.5', '\ud800'));
    const line = fc.record(
      { sku: text, name: text, quantity: fc.oneof(fc.double(), fc.integer(), text), unitPrice: text },
      { requiredKeys: [] },
    );
    const intake = fc.record(
      {
        kind: fc.constantFrom('order', 'return', 'cancellation', 'quote', 'contract'),
        source: text,
        customerId: text,
        orderId: text,
        returnId: text,
        quoteId: text,
        contractId: text,
        at: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01'),
        currency: fc.constantFrom('EUR', 'JPY', 'ZZZ'),
        amount: text,
        validUntil: text,
        from: text,
        channel: text,
        lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['kind', 'at', 'currency', 'source', 'customerId'] },
    );
    fc.assert(
      fc.property(intake, (given) => {
        const { event, refused } = recordOrder(given as IntakeOrder, now);
        if (event === undefined) expect(refused?.length).toBeGreaterThan(0);
        else expect(() => read(event)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
