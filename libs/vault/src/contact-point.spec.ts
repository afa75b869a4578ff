import fc from 'fast-check';
import { type ContactPoint, normalContactPoint } from './contact-point.js';

const phone = (value: string, country?: string) => normalContactPoint({ kind: 'phone', value }, country);

describe('the normal form of a contact point', () => {
  it.each([
    ['030 901820', 'DE', '+4930901820'],
    ['(030) 90 18-20', 'DE', '+4930901820'],
    ['+49 30 901820', 'GB', '+4930901820'],
    ['0049 30 901820', undefined, '+4930901820'],
    ['0049 30 901820', 'DE', '+4930901820'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['030 901820', undefined, '030901820'],
    ['101', 'DE', '101'],
    ['anonymous', 'DE', undefined],
    ['', 'DE', undefined],
  ])('given the number %j in %s, then it is %s', (value, country, normal) => {
    expect(phone(value, country)).toBe(normal);
  });

  it.each<[ContactPoint['kind'], string, string | undefined]>([
    ['email', '  Ann.Smith+Shop@Example.COM ', 'ann.smith+shop@example.com'],
    ['email', 'nobody', undefined],
    ['email', 'a@b@c', undefined],
    ['address', ' 1  High Street\n London ', '1 HIGH STREET LONDON'],
    ['address', ' \n ', undefined],
  ])('given the %s %j, then it is %s', (kind, value, normal) => {
    expect(normalContactPoint({ kind, value })).toBe(normal);
  });

  it('given any text, then the normal form of the normal form is itself', () => {
    const kinds = fc.constantFrom<ContactPoint['kind']>('phone', 'email', 'address');
    fc.assert(
      fc.property(kinds, fc.string({ unit: 'grapheme' }), (kind, value) => {
        const normal = normalContactPoint({ kind, value }, 'DE');
        if (normal !== undefined) expect(normalContactPoint({ kind, value: normal }, 'DE')).toBe(normal);
      }),
      {
        examples: [
          ['phone', '0049 30 901820'],
          ['phone', '101'],
          ['address', '\u03b0'],
          ['phone', '\u2150\u2469'],
        ],
      },
    );
  });
});
