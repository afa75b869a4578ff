import { type Policy, sectionsOfVersion2 } from '@vilfredo/events';
import {
  caseTransferred,
  complaintOpened,
  interactionRecorded,
  interestSignalled,
  orderPlaced,
  policyActivated,
  satisfactionRated,
} from '@vilfredo/testing';
import fc from 'fast-check';
import { BookUnderTest, bookPerTest } from '../../test/book-under-test.js';
import { type FactKind, factOf } from '../../test/random-fact.js';
import { forgetOld } from '../contact-facts/forget-old.js';
import { retentionUnder } from '../contact-facts/retention.js';
import { customerView } from '../customers/customer-view.js';
import { contactsFromHistory } from './contact-history.js';

const theBook = bookPerTest();
const { churn, satisfaction } = sectionsOfVersion2;
const began = Date.parse('2026-03-01T10:00:00Z');
const dayOf = (days: number) => new Date(began + days * 86_400_000).toISOString();

async function viewAfter(book: BookUnderTest, days: number) {
  await book.wakeAt(dayOf(days));
  const score = (await book.score())!;
  return customerView(score, book.clock(), book.book.era, score.standing);
}
const termAfter = async (book: BookUnderTest, days: number, wanted: string) =>
  (await viewAfter(book, days)).churn?.terms.find(({ name }) => name === wanted)?.logOdds;

/** Somebody bought twice; it is 1 March 2026. */
async function customer(book: BookUnderTest, rules: Partial<Policy> = {}): Promise<void> {
  book.clock.set(dayOf(0));
  await book.arrive(policyActivated({ ...sectionsOfVersion2, ...rules }));
  await book.arrive(...[-50, -20].map((day) => orderPlaced({ at: dayOf(day) })));
  await book.measure();
}

/** Something happens that has them assessed anew. */
const assessed = (book: BookUnderTest) =>
  book.arrive(interactionRecorded({ at: new Date(book.clock()).toISOString() }));
const tenTransfers = Array.from({ length: 10 }, (_, i) => caseTransferred({ at: dayOf(0), contactId: `c${i}` }));
const slowly = { ...churn, effort: { ...churn.effort, halfLifeDays: 3_650 } };

const { stages } = sectionsOfVersion2;
const brief = { effort: { ...churn.effort, halfLifeDays: 1 }, complaints: { ...churn.complaints, halfLifeDays: 1 } };
const fading = {
  brief: { churn: { ...churn, ...brief }, stages: { ...stages, halfLifeDays: 1 } },
  long: { churn: slowly, stages: { ...stages, halfLifeDays: 3_650 } },
} as const;

interface Step {
  readonly days: number;
  /** How many days late it is told. */
  readonly late: number;
  readonly what: FactKind | 'brief' | 'long';
}

const changingRules: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    days: fc.nat(60),
    late: fc.constantFrom(0, 0, 20, 300),
    what: fc.constantFrom<Step['what'][]>(
      ...(['rating', 'contact', 'signal', 'complaint', 'settled', 'transfer', 'order'] as const),
      ...(['brief', 'brief', 'long', 'long'] as const),
    ),
  }),
  { minLength: 5, maxLength: 30 },
);

/** Lets things happen to one customer, under one set of rules after the other. */
async function live(book: BookUnderTest, steps: readonly Step[]): Promise<void> {
  await book.arrive(policyActivated({ ...sectionsOfVersion2, name: 'shipped' }));
  for (const [i, { days, late, what }] of steps.entries()) {
    book.clock.advance(days * 86_400_000);
    const at = new Date(book.clock() - late * 86_400_000).toISOString();
    if (what === 'brief' || what === 'long') {
      await book.arrive(policyActivated({ ...sectionsOfVersion2, ...fading[what], name: `p${i}` }));
      await book.measure();
    } else {
      await book.arrive(factOf(what, { customer: 'a', cents: i, sku: 'cup' }, at, i));
    }
  }
}

describe('what contacts left behind', () => {
  it('given ten transfers, when days go by, then they fade from one to the next and are not gone at once', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(...tenTransfers);
    for (const [days, left] of [
      [119, 0.192],
      [121, 0.183],
      [300, 0.003],
      [308, 0],
    ] as const) {
      book.clock.set(dayOf(days));
      await assessed(book);
      expect(await termAfter(book, days, 'effort')).toBeCloseTo(left, 3);
    }
  });

  it('given the longest half-life, when years go by, then efforts and complaints count as the policy says', async () => {
    const book = theBook();
    await customer(book, { churn: { ...slowly, complaints: { ...churn.complaints, halfLifeDays: 3_650 } } });
    await book.arrive(...tenTransfers, complaintOpened({ at: dayOf(0), severity: 1 }));
    book.clock.set(dayOf(1_825));
    await assessed(book);
    expect(await termAfter(book, 1_825, 'effort')).toBeCloseTo(3 * 0.5 ** 0.5, 6);
    const complaint = (Math.log(3) * 0.5 ** 0.5) / (1 + Math.log(2) / 2);
    expect(await termAfter(book, 1_825, 'complaints')).toBeCloseTo(complaint, 6);
  });

  it('given a year within which a contact repeats another, when it does, then it is an effort', async () => {
    const book = theBook();
    await customer(book, {
      churn: { ...churn, effort: { ...churn.effort, repeatedWithinDays: 365, halfLifeDays: 1 } },
    });
    await book.arrive(interactionRecorded({ at: dayOf(0), issueId: 'a' }));
    book.clock.set(dayOf(360));
    await book.arrive(interactionRecorded({ at: dayOf(360), issueId: 'a' }));
    expect(await termAfter(book, 360, 'effort')).toBeCloseTo(0.3, 6);
  });

  it('given two years within which ratings make a run, when the fourth comes, then there is a class', async () => {
    const book = theBook();
    await customer(book, { satisfaction: { ...satisfaction, sparseSpan: 24, freshMonths: 24 } });
    for (const [i, days] of [0, 240, 480, 720].entries()) {
      book.clock.set(dayOf(days));
      await book.arrive(satisfactionRated({ at: dayOf(days), overall: 5 - i }));
    }
    book.clock.set(dayOf(1_400));
    await assessed(book);
    expect((await viewAfter(book, 1_400)).satisfaction).toMatchObject({ class: 1, evidence: 'sparse' });
  });

  it('given half a year until a recall, and signals that fade slowly, when it is over, then they are recalled', async () => {
    const book = theBook();
    const stages = { ...sectionsOfVersion2.stages, halfLifeDays: 1_000, recallAfterDays: 500 };
    await customer(book, { stages });
    await book.arrive(interestSignalled({ at: dayOf(0), product: 'lamp' }));
    expect((await viewAfter(book, 500)).stages).toMatchObject([{ product: 'lamp', recall: true }]);
  });

  it('given they were let go of, when rules come into force by which they matter, then they are back, and gone by others', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(...tenTransfers);
    book.clock.set(dayOf(400));
    await assessed(book);
    expect((await book.score())?.contacts?.transfers).toEqual([]);
    await book.arrive(policyActivated({ ...sectionsOfVersion2, churn: slowly, name: 'slowly' }));
    await book.measure();
    expect(await termAfter(book, 400, 'effort')).toBeCloseTo(3 * 0.5 ** (400 / 3_650), 6);
    await book.arrive(policyActivated({ ...sectionsOfVersion2, name: 'again' }));
    expect((await book.score())?.contacts?.transfers).toEqual([]);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('whatever happens, and by whatever rules before, is what history tells, as far as the rules in force ask for it', async () => {
    await fc.assert(
      fc.asyncProperty(changingRules, async (steps) => {
        const book = await BookUnderTest.open();
        try {
          await live(book, steps);
          const score = await book.score('a');
          if (score == null || score.contacts === null) return;
          const told = await contactsFromHistory(book.log, score);
          const retention = retentionUnder(book.book.era.policy);
          for (const facts of [told, score.contacts]) forgetOld(facts, book.clock(), retention);
          expect(score.contacts).toEqual(told);
          expect(await book.rebuilt()).toEqual(await book.bodies());
        } finally {
          await book.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});
