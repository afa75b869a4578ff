import fc from 'fast-check';
import { type ContactPointOwner, type Link, linked, recognised, subjectOf } from './contact-point-owner.js';
import { isProspect, prospectOf } from './prospect.js';

const fingerprint = '0123456789abcdef0123456789abcdef';
const prospect = prospectOf(fingerprint);
const link = (customerId: string, day = 1): Link => ({ fingerprint, customerId, at: `2026-02-0${day}T00:00:00.000Z` });
const after = (...links: Link[]) => links.reduce<ContactPointOwner | undefined>(linked, undefined);

describe('whom a contact point stands for', () => {
  it('given nobody, then for its own prospect, whose id follows from it', () => {
    expect(subjectOf(fingerprint, undefined)).toBe('prospect-0123456789abcdef');
    expect(isProspect(prospect)).toBe(true);
    expect(isProspect('17850')).toBe(false);
    expect(subjectOf(fingerprint, after(link(prospect)))).toBe(prospect);
  });

  it('given a customer, then for them; and a prospect who called before is recognised, whichever is learned first', () => {
    expect(subjectOf(fingerprint, after(link('c')))).toBe('c');
    expect(recognised(after(link('c'))!)).toBeUndefined();
    expect(recognised(after(link(prospect))!)).toBeUndefined();
    expect(recognised(after(link(prospect, 2), link('c'))!)).toBe('c');
    expect(recognised(after(link('c'), link(prospect, 2))!)).toBe('c');
  });

  it('given another prospect, then contacts go there, but nobody is brought together: that could go on for ever', () => {
    const other = prospectOf('f'.repeat(32));

    expect(subjectOf(fingerprint, after(link(prospect), link(other)))).toBe(other);
    expect(recognised(after(link(prospect), link(other))!)).toBeUndefined();
  });

  it('given links in any order and any of them twice, then it comes to the same', () => {
    const links = fc.array(
      fc.record({ customerId: fc.constantFrom('a', 'b', 'c', prospect), day: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(links, fc.infiniteStream(fc.nat()), (given, picks) => {
        const all = given.map(({ customerId, day }) => link(customerId, day));
        const shuffled = [...all, ...all].map((one) => ({ one, by: picks.next().value })).sort((a, b) => a.by - b.by);
        expect(after(...shuffled.map(({ one }) => one))).toEqual(after(...all));
      }),
    );
  });
});
