import { sectionsOfVersion2 } from '@vilfredo/events';
import {
  caseResolved,
  caseTransferred,
  complaintOpened,
  customersMerged,
  interactionClassified,
  interactionRecorded,
  interestSignalled,
  orderPlaced,
  policyActivated,
  satisfactionRated,
} from '@vilfredo/testing';
import { type BookUnderTest, bookPerTest } from '../../test/book-under-test.js';
import { customerView } from '../customers/customer-view.js';
import { measure } from '../value/measures.js';
import { expectedSpendOf } from '../value/spent.js';

const theBook = bookPerTest();
const viewOf = async (book: BookUnderTest) => {
  const score = (await book.score())!;
  return customerView(score, book.clock(), book.book.era, score.standing);
};
const termsOf = async (book: BookUnderTest) =>
  Object.fromEntries((await viewOf(book)).churn?.terms.map(({ name, logOdds }) => [name, logOdds]) ?? []);

/** Somebody bought twice; it is 1 March 2026. */
async function customer(book: BookUnderTest, rules = {}): Promise<void> {
  book.clock.set('2026-03-01T10:00:00Z');
  await book.arrive(policyActivated({ ...sectionsOfVersion2, ...rules }));
  await book.arrive(...['2026-01-10', '2026-02-10'].map((day) => orderPlaced({ at: `${day}T10:00:00Z` })));
  await book.measure();
}

const fallingRatings = ['2025-12', '2026-01', '2026-02', '2026-03'].map((month, i) =>
  satisfactionRated({ at: `${month}-01T08:00:00Z`, overall: 5 - i }),
);

describe('the churn risk of a customer', () => {
  it('given falling ratings, when the fourth month is bad, then the class is told with its months, and the risk rises by 1.5', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(...fallingRatings);
    const told = (await book.changes()).filter(({ type }) => type === 'SatisfactionClassChanged');
    expect(told.at(-1)).toMatchObject({
      to: 1,
      evidence: 'strict',
      status: 'classified',
      latest: 2,
      months: [
        { month: '2025-12', mean: 5, n: 1 },
        { month: '2026-01', mean: 4, n: 1 },
        { month: '2026-02', mean: 3, n: 1 },
        { month: '2026-03', mean: 2, n: 1 },
      ],
    });
    expect(await termsOf(book)).toMatchObject({ 'satisfaction-class': 1.5 });
    const risk = (await book.changes()).findLast(({ type }) => type === 'ChurnRiskChanged');
    expect(risk?.parts.find(({ name }) => name === 'satisfaction-class')?.causes[0]).toBe(fallingRatings[3]!.id);
  });

  it('given a complaint, when it is settled to their content, then half of it is left, and after its half-life a quarter', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(complaintOpened({ at: '2026-03-01T10:00:00Z', severity: 2 }));
    const damped = 1 + Math.log(2) / 2;
    expect((await termsOf(book)).complaints).toBeCloseTo((2 * Math.log(3)) / damped, 5);
    await book.arrive(caseResolved({ at: '2026-03-01T10:00:00Z' }));
    expect((await termsOf(book)).complaints).toBeCloseTo(Math.log(3) / damped, 5);
    book.clock.set('2026-03-31T10:00:00Z');
    expect((await termsOf(book)).complaints).toBeCloseTo(Math.log(3) / 2 / damped, 5);
  });

  it('given a second complaint within 30 days, when it is told, then it counts one and a half', async () => {
    const book = theBook();
    await customer(book);
    const [first, second] = [
      complaintOpened({ at: '2026-02-20T10:00:00Z', caseId: 'one', severity: 1 }),
      complaintOpened({ at: '2026-03-01T10:00:00Z', caseId: 'two', severity: 1 }),
    ];
    await book.arrive(second, first);
    const expected = (Math.log(3) * (1.5 + 2 ** (-9 / 30))) / (1 + Math.log(2) / 2);
    expect((await termsOf(book)).complaints).toBeCloseTo(expected, 5);
  });

  it('given a case that was settled, when they complain about it again, then that counts anew and in full, and once', async () => {
    const book = theBook();
    await customer(book);
    const again = complaintOpened({ at: '2026-03-01T10:00:00Z', severity: 3 });
    await book.arrive(
      complaintOpened({ at: '2026-02-20T10:00:00Z', severity: 1 }),
      caseResolved({ at: '2026-02-22T10:00:00Z' }),
      again,
      again,
    );
    const expected = (Math.log(3) * (0.5 * 2 ** (-9 / 30) + 3 * 1.5)) / (1 + Math.log(2) / 2);
    expect((await termsOf(book)).complaints).toBeCloseTo(expected, 5);
    const { churn } = await viewOf(book);
    expect(churn?.terms.find(({ name }) => name === 'complaints')?.causes).toContain(again.id);
  });

  it('given repeated contacts about one matter and a transfer, when they are told, then each is an effort', async () => {
    const book = theBook();
    await customer(book);
    const call = (at: string, issueId: string) => interactionRecorded({ at, issueId, contactId: at });
    await book.arrive(
      call('2026-03-01T08:00:00Z', 'a'),
      call('2026-03-01T09:00:00Z', 'a'),
      call('2026-03-01T09:30:00Z', 'b'),
      caseTransferred({ at: '2026-03-01T10:00:00Z' }),
    );
    const [repeat, transfer] = [2 ** (-(1 / 24) / 30), 1];
    expect((await termsOf(book)).effort).toBeCloseTo(0.3 * (repeat + transfer), 6);
  });

  it('given agents name the matter of two calls afterwards, when it is the same, then the second is an effort', async () => {
    const book = theBook();
    await customer(book);
    const calls = ['2026-03-01T08:00:00Z', '2026-03-01T10:00:00Z'];
    await book.arrive(...calls.map((at) => interactionRecorded({ at, contactId: at })));
    expect((await termsOf(book)).effort).toBe(0);
    await book.arrive(...calls.toReversed().map((at) => interactionClassified({ at, contactId: at, issueId: 'a' })));
    expect((await termsOf(book)).effort).toBeCloseTo(0.3, 6);
  });

  it('given a sales objection, when it is told, then it moves the stage and neither risk nor satisfaction', async () => {
    const book = theBook();
    await customer(book);
    const before = await viewOf(book);
    await book.arrive(interestSignalled({ at: '2026-03-01T10:00:00Z', cue: 'objection' }));
    const { churn, satisfaction, stages } = await viewOf(book);
    expect([churn, satisfaction]).toEqual([before.churn, before.satisfaction]);
    expect(stages).toMatchObject([{ product: 'lamp', stage: 'comparison' }]);
  });

  it('given a policy with every term off, when all of it happens, then only the base is left', async () => {
    const book = theBook();
    const { churn } = sectionsOfVersion2;
    const off = { satisfaction: { ...churn.satisfaction, on: false }, complaints: { ...churn.complaints, on: false } };
    await customer(book, { churn: { ...churn, ...off, effort: { ...churn.effort, on: false } } });
    await book.arrive(...fallingRatings, complaintOpened({ at: '2026-03-01T10:00:00Z' }));
    expect(Object.keys(await termsOf(book))).toEqual(['base']);
  });

  it('points of the terms add up to the risk', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(...fallingRatings, complaintOpened({ at: '2026-03-01T10:00:00Z' }));
    const { churn } = await viewOf(book);
    const points = churn!.terms.reduce((sum, term) => sum + Math.round(term.points * 100), 0);
    expect(points).toBe(Math.round(churn!.risk * 100));
  });
});

describe('interest without purchase', () => {
  it('given a question about a price, when two weeks go by without an order, then the customer is to be recalled', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(interestSignalled({ at: '2026-03-01T10:00:00Z', product: 'lamp' }));
    expect(await viewOf(book)).toMatchObject({ stages: [{ product: 'lamp', stage: 'interest', recall: false }] });
    await book.wakeAt('2026-03-15T10:00:00Z');
    const told = (await book.changes()).filter(({ type }) => type === 'StageChanged');
    expect(told.at(-1)).toMatchObject({ asOf: '2026-03-15T10:00:00.000Z', product: 'lamp', recall: true });
    // Whom to call first goes by what they can be expected to spend: here what everybody does, or what they did so far.
    const { facts } = (await book.score())!;
    const [, spend] = told.at(-1)!.parts;
    const { amount, purchaseDays } = measure(facts);
    expect(spend).toEqual({
      name: 'spend',
      raw: Math.round(expectedSpendOf(facts, { amount, purchaseDays }, book.book.era.policy) * 100) / 100,
      causes: [],
    });
    expect(spend!.raw).toBeGreaterThan(0);
  });

  it('given the order came, when two weeks go by, then nobody is to be recalled', async () => {
    const book = theBook();
    await customer(book);
    await book.arrive(
      interestSignalled({ at: '2026-03-01T10:00:00Z', product: 'lamp' }),
      orderPlaced({ at: '2026-03-01T10:00:00Z', sku: 'lamp' }),
    );
    await book.wakeAt('2026-03-20T10:00:00Z');
    expect(await viewOf(book)).toMatchObject({ stages: [{ stage: 'action', recall: false }] });
  });
});

describe('a prospect', () => {
  it('given contacts and no order, when one more comes, then the qualification is confirmed anew and its parts add up', async () => {
    const book = theBook();
    book.clock.set('2026-03-01T10:00:00Z');
    await book.arrive(policyActivated(sectionsOfVersion2), interactionRecorded({ at: '2026-01-01T10:00:00Z' }));
    await book.measure();
    const before = (await viewOf(book)).qualification!.score;
    await book.arrive(
      interactionRecorded({ at: '2026-03-01T10:00:00Z', purpose: 'sales' }),
      interestSignalled({ at: '2026-03-01T10:00:00Z' }),
    );
    const { value, churn, qualification, state } = await viewOf(book);
    expect([value, churn, state]).toEqual([null, null, 'prospect']);
    expect(qualification!.score).toBeGreaterThan(before + 20);
    const points = qualification!.parts.reduce((sum, part) => sum + Math.round(part.points * 100), 0);
    expect(points).toBe(Math.round(qualification!.score * 100));
  });

  it('given an order, when it is told, then there is a value and a risk in the place of the qualification', async () => {
    const book = theBook();
    book.clock.set('2026-03-01T10:00:00Z');
    await book.arrive(policyActivated(sectionsOfVersion2), interactionRecorded({ at: '2026-02-01T10:00:00Z' }));
    await book.measure();
    await book.arrive(orderPlaced({ at: '2026-03-01T10:00:00Z' }));
    expect((await book.changes()).map(({ type, to }) => [type, to])).toContainEqual(['QualificationChanged', null]);
    expect((await viewOf(book)).churn).not.toBeNull();
  });

  it('given they turned out to be a customer, when more is told under the old name, then nothing is said of them any more', async () => {
    const book = theBook();
    book.clock.set('2026-03-01T10:00:00Z');
    const customer = 'prospect-1';
    await book.arrive(
      policyActivated(sectionsOfVersion2),
      interactionRecorded({ customer, at: '2026-02-01T10:00:00Z' }),
    );
    await book.measure();
    await book.arrive(customersMerged({ customer, at: '2026-03-01T10:00:00Z' }));
    const told = (await book.changes(customer)).length;
    await book.arrive(interactionRecorded({ customer, at: '2026-03-01T11:00:00Z' }));
    expect(await book.changes(customer)).toHaveLength(told);
    expect((await book.score(customer))?.contacts).toBeNull();
  });
});
