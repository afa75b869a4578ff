import { registered } from './registered.js';

const asOf = Date.parse('2026-01-31T00:00:00Z');

describe('a customer in a file that is scored', () => {
  it('is registered for the moment that is told, without what is personal', () => {
    const told = { customerId: 'c1', name: 'Ann', ownerId: 'a7', at: '2026-01-01T01:00:00+01:00' };
    const { event } = registered(told, asOf);
    expect(event).toMatchObject({ subject: 'c1', time: '2026-01-01T00:00:00.000Z' });
    expect(JSON.parse(event!.data)).toEqual({ source: 'registry', ownerId: 'a7' });
  });

  it.each([
    [{ customerId: '' }, 'customerId', 'missing'],
    [{ customerId: 'c\u0000d' }, 'customerId', 'controlCharacter'],
    [{ customerId: 'c', at: '2025-02-31' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '1' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '2026-01-31T00:00:01Z' }, 'at', 'afterAsOf'],
  ])('given %j, then %s is refused as %s, as the intake refuses it', (record, field, reason) => {
    expect(registered(record, asOf).refused).toEqual({ field, reason });
  });
});
