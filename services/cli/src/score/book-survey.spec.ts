import type { CustomerView } from '@vilfredo/scoring';
import fc from 'fast-check';
import { customer17, prospect18 } from '../../test/examples.js';
import { Best } from './best.js';
import { BookSurvey } from './book-survey.js';

const view = (changed: object) =>
  ({ ...customer17, value: { ...customer17.value, ...changed } }) as unknown as CustomerView;

describe('the best of many', () => {
  it('are the first of the sorted whole, whatever the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 500 }), fc.integer({ min: 1, max: 20 }), (all, count) => {
        const best = new Best<number>(count, (one, other) => other - one);
        for (const item of all) best.add(item);
        expect(best.list()).toEqual(all.toSorted((one, other) => other - one).slice(0, count));
      }),
    );
  });
});

describe('the survey of a book', () => {
  it('adds amounts up to the last digit, by tier', () => {
    const survey = new BookSurvey();
    for (const amountInWindow of ['0.10', '0.20', '9007199254740993.01']) survey.add(view({ amountInWindow }));
    survey.add(view({ tier: null, amountInWindow: '-3.50' }));
    survey.add(prospect18 as unknown as CustomerView);
    expect(survey.tierRows()).toEqual([
      { tier: 'core', customers: 3, amount: '9007199254740993.31' },
      { tier: 'top', customers: 0, amount: '0' },
      { tier: 'other', customers: 1, amount: '-3.50' },
    ]);
  });

  it('lists the flagged by amount, and ranks only whom a score ranks', () => {
    const survey = new BookSurvey();
    const oneOff = { flagged: true, reason: 'one order' };
    survey.add(view({ oneOff, amountInWindow: '5.00', score: null }));
    survey.add(view({ oneOff, amountInWindow: '50.00', score: 3 }));
    expect(survey.oneOffs().map(({ amount }) => amount)).toEqual(['50.00', '5.00']);
    expect(survey.topCustomers().map(({ score }) => score)).toEqual([3]);
  });
});
