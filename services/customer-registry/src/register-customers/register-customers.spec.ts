import { registerCustomer } from './register-customers.js';

const now = Date.UTC(2026, 10, 22);

describe('registering a customer', () => {
  it('given an id and custom fields, when registered, then the event says them under that customer', () => {
    const { event } = registerCustomer({ customerId: 'c-1', ownerId: 'a7', fields: { segment: 'trade' } }, now);

    expect(event).toMatchObject({ type: 'CustomerRegistered', subject: 'c-1', time: '2026-11-22T00:00:00.000Z' });
    expect(JSON.parse(event?.data ?? '{}')).toEqual({
      source: 'registry',
      ownerId: 'a7',
      fields: { segment: 'trade' },
    });
  });

  it('given the same statement twice, when registered, then both have one id', () => {
    const told = { customerId: 'c-1', at: '2026-03-01T00:00:00Z' };

    expect(registerCustomer(told, now).event?.id).toBe(registerCustomer({ ...told }, now + 5).event?.id);
  });

  it('given a name or a contact point, when registered, then it is refused by field, because it would not be kept', () => {
    const { refused } = registerCustomer({ customerId: 'c-1', name: 'x', contactPoints: [] }, now);

    expect(refused).toEqual([
      { field: 'name', reason: 'personalDataNotKept' },
      { field: 'contactPoints', reason: 'personalDataNotKept' },
    ]);
  });

  it.each([
    [null, '', 'notAnObject'],
    [{}, 'customerId', 'missing'],
    [{ customerId: 'c', at: 'soon' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '2026-12-24T00:00:00Z' }, 'at', 'future'],
    [{ customerId: 'c', fields: 3 }, 'fields', 'must be an object'],
    [{ customerId: 'c', colour: 'red' }, 'colour', 'unknownField'],
  ])('given %j, when registered, then %s is refused as %s', (intake, field, reason) => {
    expect(registerCustomer(intake, now).refused).toEqual([{ field, reason }]);
  });
});
