import { sectionsOfVersion2 } from '@vilfredo/events';
import { isProspectAsked, type PurposeClues, purposeOf } from './purpose-of.js';

const clues: PurposeClues = {
  ...{ source: 'pbx', channel: 'phone', direction: 'in' },
  ...{ complaint: false, interest: false, prospect: false },
};
const rules = sectionsOfVersion2.purposes;

describe('the function of a contact', () => {
  it.each<[Partial<PurposeClues>, string]>([
    [{}, 'service'],
    [{ complaint: true, interest: true, prospect: true, direction: 'out' }, 'service'],
    [{ interest: true }, 'sales'],
    [{ direction: 'out', prospect: true }, 'prospecting'],
    [{ direction: 'out' }, 'market'],
    [{ prospect: true }, 'service'],
  ])('given the first rules and %j, then it is %s', (changes, purpose) => {
    expect(purposeOf({ ...clues, ...changes }, rules)).toBe(purpose);
  });

  it('given own rules, then the first that fits in everything it asks counts, and service when none does', () => {
    const own = [
      { purpose: 'sales', source: 'shop', channel: 'email' },
      { purpose: 'market', source: 'shop' },
    ] as const;

    expect(purposeOf({ ...clues, source: 'shop', channel: 'email' }, own)).toBe('sales');
    expect(purposeOf({ ...clues, source: 'shop' }, own)).toBe('market');
    expect(purposeOf(clues, own)).toBe('service');
  });

  it('given rules, then whether they ever bought is asked only where it matters', () => {
    expect(isProspectAsked({ ...clues, direction: 'out' }, rules)).toBe(true);
    expect(isProspectAsked({ ...clues, direction: 'out', complaint: true }, rules)).toBe(false);
    expect(isProspectAsked(clues, rules)).toBe(false);
  });
});
