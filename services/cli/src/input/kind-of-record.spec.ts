import fc from 'fast-check';
import { generatedOrders } from '../../test/generated-orders.js';
import { isPlainlyOrder, kindOfRecord } from './kind-of-record.js';

describe('the kind of a record', () => {
  it.each([
    ['an order', { orderId: 'o', customerId: 'c' }, 'order'],
    ['a return', { returnId: 'r', orderId: 'o' }, 'order'],
    ['a contract', { kind: 'contract', contractId: 'k' }, 'order'],
    ['a contact', { interactionId: 'i', customerId: 'c' }, 'contact'],
    ['a contact of somebody unknown', { interactionId: 'i', contactPoint: { kind: 'phone', value: '1' } }, 'contact'],
    ['a rating', { ratingId: 'r', interactionId: 'i' }, 'contact'],
    ['a wrap-up', { kind: 'wrap-up', interactionId: 'i' }, 'contact'],
    ['the end of a case', { kind: 'case-resolved', caseId: 'k', customerId: 'c' }, 'contact'],
    ['a customer', { customerId: 'c', name: 'n' }, 'customer'],
    ['a customer by its word', { kind: 'customer', customerId: 'c' }, 'customer'],
    ['an order without its number', { customerId: 'c', lines: [] }, 'order'],
    ['nothing', {}, 'order'],
    ['a kind from nowhere', { kind: 'toString', ratingId: 'r' }, 'contact'],
  ])('given %s, is told by its own id', (_, record, kind) => {
    expect(kindOfRecord(record)).toBe(kind);
  });

  it('given what is none of them, is for whoever was named to refuse', () => {
    expect(kindOfRecord({ a: 1 }, 'contact')).toBe('contact');
    expect(kindOfRecord({ customerId: 'c', channel: 'phone' }, 'contact')).toBe('contact');
    expect(kindOfRecord({ orderId: 'o', customerId: 'c' }, 'customer')).toBe('order');
  });

  it('is never guessed wrong from the line alone', () => {
    const name = fc.constantFrom('orderId', 'interactionId', 'ratingId', 'kind', 'customerId', 'text', 'lines');
    const value = fc.constantFrom('order', 'rating', 'x', '"ratingId":', '"orderId"');
    fc.assert(
      fc.property(fc.dictionary(name, value), (record) => {
        const line = JSON.stringify(record);
        if (isPlainlyOrder(line)) expect(kindOfRecord(record)).toBe('order');
      }),
    );
  });

  it('is not told from a line that is no object', () => {
    expect(isPlainlyOrder('x{"orderId":"o"}')).toBe(false);
    expect(isPlainlyOrder('  "orderId": "o",')).toBe(false);
  });

  it('is known without reading for ordinary orders', () => {
    expect(generatedOrders().every((order) => isPlainlyOrder(JSON.stringify(order)))).toBe(true);
  });
});
