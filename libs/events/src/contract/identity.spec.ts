import fc from 'fast-check';
import { derivedId, factId } from './identity.js';
import { uuidV5 } from './uuid-v5.js';

const anyText = fc.string({ unit: 'binary' });
const nasty = fc.oneof(anyText, fc.constantFrom('\u0000', '\u0001', '\u00010000', '\ud800', '\udfff', 'a\u0000b', ''));

describe('UUID version 5', () => {
  it('is that of the test vector of RFC 9562, appendix A.4', () => {
    const dns = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
    expect(uuidV5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('has its version and variant bits, whatever the name', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        expect(factId(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });
});

describe('the id of a fact', () => {
  it.each([
    [['shop', 'order', '536365'], 'da4b43de-c872-5883-a369-d6c9e07dbb46'],
    [['Käufer', '€', '🙂'], 'b6879bc3-1b3e-5722-9a4d-ba090cf082e5'],
  ])('is for ever: of %j it is %s', (parts, id) => {
    expect(factId(...parts)).toBe(id);
  });

  it('is the same for the same parts and another for any other', () => {
    fc.assert(
      fc.property(
        fc.array(nasty, { minLength: 1, maxLength: 3 }),
        fc.array(nasty, { minLength: 1, maxLength: 3 }),
        (one, other) => {
          const same = one.length === other.length && one.every((part, i) => part === other[i]);
          expect(factId(...one) === factId(...other)).toBe(same);
        },
      ),
    );
  });

  it.each([
    [['a\u0000b'], ['a', 'b']],
    [
      ['a\u0000', 'b'],
      ['a', '\u0000b'],
    ],
    [
      ['', 'a'],
      ['a', ''],
    ],
    [['a\u00010000b'], ['a\u0000b']],
    [['\ud800'], ['\ud801']],
  ])('cannot be taken by putting the separator into a part: %j and %j differ', (one, other) => {
    expect(factId(...one)).not.toBe(factId(...other));
  });
});

describe('the id of a derived event', () => {
  it('is for ever', () => {
    expect(derivedId('17850', 'cause-1', 'ValueChanged')).toBe('48ee1853-8184-5429-8021-67a795094c6c');
  });

  it('differs by customer, by cause and by type', () => {
    const ids = [
      ['17850', 'c1', 'ValueChanged'],
      ['17851', 'c1', 'ValueChanged'],
      ['17850', 'c2', 'ValueChanged'],
      ['17850', 'c1', 'TierChanged'],
    ];
    expect(new Set(ids.map(([customer, cause, type]) => derivedId(customer!, cause!, type!))).size).toBe(4);
  });
});
