import { Failure } from '@vilfredo/event-sourcing';
import { readMapping } from './read-mapping.js';

const right = {
  currency: 'EUR',
  source: 'shop',
  columns: { orderId: 'order', customerId: 'customer', at: 'at', sku: 'sku', unitPrice: 'price' },
};

function refusal(mapping: unknown): string {
  try {
    readMapping(mapping);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'invalid') return error.message;
    throw error;
  }
  return 'taken';
}

describe('reading a mapping', () => {
  it('given only what is needed, then the rest is filled in', () => {
    expect(readMapping(right)).toMatchObject({
      format: 'csv',
      delimiter: ',',
      decimal: '.',
      timeZone: 'UTC',
      skip: [],
    });
  });

  it.each([
    [null, 'mapping: must be an object'],
    [{ ...right, delimeter: ';' }, 'mapping.delimeter: is not known'],
    [{ ...right, currency: 'EURO' }, 'mapping.currency: must be a currency'],
    [{ ...right, currency: undefined }, 'mapping.currency: is missing'],
    [{ ...right, source: undefined }, 'mapping.source: is missing'],
    [{ ...right, timeZone: 'Berlin' }, 'mapping.timeZone: Berlin is not a time zone'],
    [{ ...right, encoding: 'ebcdic' }, 'mapping.encoding: must be one of "utf-8"'],
    [{ ...right, decimal: ';' }, 'mapping.decimal: must be one of'],
    [{ ...right, delimiter: '\n' }, 'mapping.delimiter: must be one to four characters'],
    [{ ...right, columns: { ...right.columns, sku: undefined } }, 'mapping.columns.sku: must be a column name'],
    [{ ...right, columns: { orderId: 'order' } }, 'mapping.columns.customerId: is missing'],
    [{ ...right, columns: { ...right.columns, price: 'x' } }, 'mapping.columns.price: is not known'],
    [{ ...right, columns: { ...right.columns, sku: { firstOf: [] } } }, 'mapping.columns.sku: must be a column name'],
    [{ ...right, returns: { when: { column: 'x' } } }, 'mapping.returns.when: must hold column and exactly one of'],
    [{ ...right, returns: { when: { column: 'x', negative: 'yes' } } }, 'mapping.returns.when.negative: must be true'],
    [{ ...right, returns: { when: { column: 'x', empty: true }, as: 'no' } }, 'mapping.returns.as: must be one of'],
    [{ ...right, skip: [{ when: { column: 'x', equals: 'y' } }] }, 'mapping.skip.0.reason: is missing'],
    [{ ...right, skip: [{ when: { column: 'x', equals: 'y' }, reason: 'a b' }] }, 'mapping.skip.0.reason: must be one'],
    [{ ...right, skip: [{ when: { column: 'x', matches: '(' }, reason: 'a' }] }, 'mapping.skip.0.when.matches: is not'],
    [{ ...right, skip: [{ when: { column: 'x', matches: '(a+)+$' }, reason: 'a' }] }, 'must not repeat a group'],
  ])('given %j, then it is refused by field: %s', (mapping, message) => {
    expect(refusal(mapping)).toContain(message);
  });

  it('given NDJSON, then nothing else is asked for', () => {
    expect(readMapping({ format: 'ndjson' }).format).toBe('ndjson');
  });
});
