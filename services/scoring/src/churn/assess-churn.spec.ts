import { sectionsOfVersion2 } from '@vilfredo/events';
import { complaintOpened, interactionRecorded, orderPlaced, policyActivated } from '@vilfredo/testing';
import { type BookUnderTest, bookPerTest } from '../../test/book-under-test.js';
import { customerView } from '../customers/customer-view.js';

const theBook = bookPerTest();
const now = Date.parse('2026-03-01T10:00:00Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

async function churnOf(book: BookUnderTest) {
  const score = (await book.score())!;
  return customerView(score, book.clock(), book.book.era, score.standing).churn!;
}
const termOf = async (book: BookUnderTest, wanted: string) =>
  (await churnOf(book)).terms.find(({ name }) => name === wanted)?.logOdds;

/** Somebody bought twice, so many days apart; it is 1 March 2026. */
async function customer(book: BookUnderTest, cycleDays = 30): Promise<void> {
  book.clock.set(daysAgo(0));
  await book.arrive(policyActivated(sectionsOfVersion2));
  await book.arrive(...[cycleDays + 10, 10].map((days) => orderPlaced({ at: daysAgo(days) })));
  await book.measure();
}

describe('the horizon of churn', () => {
  it('given a book with a median cycle of a hundred days, then it is two of them', async () => {
    const book = theBook();
    await customer(book, 100);
    expect((await churnOf(book)).horizonDays).toBe(200);
  });

  it('given a book of fast cycles, then it is ninety days', async () => {
    const book = theBook();
    await customer(book, 30);
    expect((await churnOf(book)).horizonDays).toBe(90);
  });
});

describe('windows within which something comes again', () => {
  it.each([
    ['at the end of the seven days', 7, 0.3],
    ['later', 7.01, 0],
  ])('given a contact about the same matter %s, then it is an effort, or not', async (_, days, expected) => {
    const book = theBook();
    await customer(book);
    const calls = [daysAgo(days), daysAgo(0)].map((at) => interactionRecorded({ at, contactId: at, issueId: 'a' }));
    await book.arrive(...calls);
    expect(await termOf(book, 'effort')).toBeCloseTo(expected, 6);
  });

  it('given contacts about one matter, each within seven days of the one before, then each but the first is an effort', async () => {
    const book = theBook();
    await customer(book);
    const calls = [12, 6, 0].map((days) =>
      interactionRecorded({ at: daysAgo(days), contactId: `${days}`, issueId: 'a' }),
    );
    await book.arrive(...calls);
    expect(await termOf(book, 'effort')).toBeCloseTo(0.3 * (1 + 2 ** (-6 / 30)), 6);
  });

  it.each([
    ['at the end of the thirty days', 30, 1.5],
    ['later', 30.01, 1],
  ])('given another complaint %s, then it counts one and a half, or one', async (_, days, factor) => {
    const book = theBook();
    await customer(book);
    await book.arrive(
      complaintOpened({ at: daysAgo(days), caseId: 'one', severity: 1 }),
      complaintOpened({ at: daysAgo(0), caseId: 'two', severity: 1 }),
    );
    const expected = (Math.log(3) * (2 ** (-days / 30) + factor)) / (1 + Math.log(2) / 2);
    expect(await termOf(book, 'complaints')).toBeCloseTo(expected, 6);
  });
});
