import { registerCustomer } from './register-customers.js';

const now = Date.UTC(2026, 10, 22);

describe('registering a customer', () => {
  it('given an id and custom fields, when registered, then they are said of that customer, by now', () => {
    const { registration } = registerCustomer({ customerId: 'c-1', ownerId: 'a7', fields: { segment: 'trade' } }, now);

    expect(registration).toEqual({
      customerId: 'c-1',
      at: '2026-11-22T00:00:00.000Z',
      dated: false,
      source: 'registry',
      payload: { source: 'registry', ownerId: 'a7', fields: { segment: 'trade' } },
      secret: {},
      contactPoints: [],
      consent: [],
    });
  });

  it('given a name, a birthday, contact points and consent, when registered, then they are kept apart from what may be read', () => {
    const { registration } = registerCustomer(
      {
        ...{ customerId: 'c-1', name: ' Ann Example ', birthday: '1970-02-28', at: '2026-01-01T01:00:00+01:00' },
        contactPoints: [{ kind: 'phone', value: '030 901820' }],
        consent: [{ channel: 'phone', granted: false }],
      },
      now,
    );

    expect(registration).toMatchObject({
      at: '2026-01-01T00:00:00.000Z',
      dated: true,
      secret: { name: 'Ann Example', birthday: '1970-02-28' },
      contactPoints: [{ kind: 'phone', value: '030 901820' }],
      consent: [{ channel: 'phone', granted: false }],
    });
    expect(registration?.payload).toEqual({ source: 'registry' });
  });

  it.each([
    [null, '', 'notAnObject'],
    [{}, 'customerId', 'missing'],
    [{ customerId: 'c\n' }, 'customerId', 'controlCharacter'],
    [{ customerId: 'c\u0000d' }, 'customerId', 'controlCharacter'],
    [{ customerId: 'x'.repeat(201) }, 'customerId', 'tooLong'],
    [{ customerId: 9 }, 'customerId', 'notText'],
    [{ customerId: 'c', at: 'soon' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '2026-02-31' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '2026-02-31T00:00:00Z' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '1' }, 'at', 'badDate'],
    [{ customerId: 'c', at: 'Dec 1 2010' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '2026-01-01T10:00:00' }, 'at', 'badDate'],
    [{ customerId: 'c', at: '2026-12-24T00:00:00Z' }, 'at', 'future'],
    [{ customerId: 'c', fields: 3 }, 'fields', 'must be an object'],
    [{ customerId: 'c', colour: 'red' }, 'colour', 'unknownField'],
    [{ customerId: 'c', name: 3 }, 'name', 'notText'],
    [{ customerId: 'c', name: 'x'.repeat(301) }, 'name', 'tooLong'],
    [{ customerId: 'c', birthday: '1970-02-30' }, 'birthday', 'badDate'],
    [{ customerId: 'c', birthday: '2027-01-01' }, 'birthday', 'future'],
    [{ customerId: 'c', contactPoints: 'x' }, 'contactPoints', 'notAList'],
    [{ customerId: 'c', contactPoints: [3] }, 'contactPoints.0', 'notAnObject'],
    [{ customerId: 'c', contactPoints: [{ kind: 'fax', value: '1' }] }, 'contactPoints.0.kind', 'unknownValue'],
    [{ customerId: 'c', contactPoints: [{ kind: 'phone' }] }, 'contactPoints.0.value', 'missing'],
    [{ customerId: 'c', contactPoints: [{ kind: 'phone', value: '1', at: 2 }] }, 'contactPoints.0.at', 'unknownField'],
    [{ customerId: 'c', consent: [{ channel: 'phone' }] }, 'consent.0.granted', 'missing'],
    [{ customerId: 'c', consent: [{ channel: 'fax', granted: true }] }, 'consent.0.channel', 'unknownValue'],
    [
      {
        customerId: 'c',
        consent: [
          { channel: 'any', granted: true },
          { channel: 'any', granted: false },
        ],
      },
      ...(['consent.1.channel', 'toldTwice'] as const),
    ],
  ])('given %j, when registered, then %s is refused as %s', (intake, field, reason) => {
    expect(registerCustomer(intake, now).refused).toEqual([{ field, reason }]);
  });
});
