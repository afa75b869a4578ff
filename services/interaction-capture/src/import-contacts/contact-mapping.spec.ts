import { Failure } from '@vilfredo/event-sourcing';
import { readContactMapping } from './contact-mapping.js';

const columns = { interactionId: 'id', customerId: 'customer', at: 'at', channel: 'channel', direction: 'direction' };
const right = { source: 'crm', columns };
const calls = { kind: 'calls', source: 'pbx', columns: { callId: 'id', from: 'a', to: 'b', at: 't', result: 'r' } };

function refusal(mapping: unknown): string {
  try {
    readContactMapping(mapping);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'invalid') return error.message;
    throw error;
  }
  return 'taken';
}

describe('reading a mapping of contacts', () => {
  it('given only what is needed, then the rest is filled in', () => {
    expect(readContactMapping(right)).toMatchObject({ kind: 'interactions', format: 'csv', timeZone: 'UTC', own: [] });
    expect(readContactMapping({ ...calls, own: '^1' })).toMatchObject({ kind: 'calls', own: ['^1'] });
  });

  it.each([
    [null, 'mapping: must be an object'],
    [{ ...right, kind: 'orders' }, 'mapping.kind: must be one of "interactions", "calls", "letters", "ratings"'],
    [{ ...right, currency: 'EUR' }, 'mapping.currency: is not known'],
    [{ ...right, source: undefined }, 'mapping.source: is missing'],
    [{ ...right, columns: { ...columns, channel: undefined } }, 'mapping.columns.channel: must be a column name'],
    [
      { ...right, columns: { interactionId: 'id', at: 'at', channel: 'c', direction: 'd' } },
      'mapping.columns.customerId: is missing',
    ],
    [{ ...right, columns: { ...columns, overall: 'stars' } }, 'mapping.scale: is missing'],
    [
      { ...right, columns: { ...columns, overall: 'stars' }, scale: { min: 5, max: 1 } },
      'mapping.scale: must hold numbers',
    ],
    [{ ...right, columns: { ...columns, written: 'w' } }, 'mapping.columns.written: is not known'],
    [{ ...right, own: ['^1'] }, 'mapping.own: is not known'],
    [calls, 'mapping.own: is missing'],
    [{ ...calls, own: ['(a+)+'] }, 'mapping.own.0: must not repeat a group'],
    [
      { kind: 'letters', source: 'post', columns: { letterId: 'n', address: 'a' } },
      'mapping.columns.written: is missing',
    ],
    [
      { kind: 'ratings', source: 'poll', columns: { ratingId: 'n', at: 't', overall: 'o' } },
      'mapping.columns.customerId',
    ],
  ])('given %j, then it is refused by field: %s', (mapping, message) => {
    expect(refusal(mapping)).toContain(message);
  });
});
