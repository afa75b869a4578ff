import { type Policy, sectionsOfVersion2 } from '@vilfredo/events';
import { orderPlaced, policyActivated, satisfactionRated } from '@vilfredo/testing';
import { type BookUnderTest, bookPerTest } from '../../test/book-under-test.js';
import { customerView } from '../customers/customer-view.js';

const theBook = bookPerTest();
const { silence } = sectionsOfVersion2;

/** Nothing but ratings is known of somebody; it is 15 March 2026. */
async function rated(book: BookUnderTest, ratings: readonly (readonly [string, number])[], rules = {}): Promise<void> {
  book.clock.set('2026-03-15T10:00:00Z');
  await book.arrive(policyActivated({ ...sectionsOfVersion2, ...rules }));
  await book.arrive(...ratings.map(([day, overall]) => satisfactionRated({ at: `${day}T10:00:00Z`, overall })));
  await book.measure();
  await book.wakeAt('2026-03-15T11:00:00Z');
}

/** The wake-ups that time alone leads to from here on, at most so many. */
async function wakeUps(book: BookUnderTest, most: number): Promise<string[]> {
  const found: string[] = [];
  for (let dueAt = await due(book); dueAt !== null && found.length < most; dueAt = await due(book)) {
    found.push(new Date(dueAt).toISOString());
    await book.wakeAt(found.at(-1)!);
  }
  return found;
}

const due = async (book: BookUnderTest) => (await book.score())?.dueAt ?? null;
const firstOf = (month: number) => `2026-${String(month).padStart(2, '0')}-01T00:00:00.000Z`;
const classes = async (book: BookUnderTest) =>
  (await book.changes())
    .filter(({ type }) => type === 'SatisfactionClassChanged')
    .map((change) => `${change.asOf} ${change.to} ${(change as { status?: string }).status}`);

describe('a month that begins', () => {
  it('given a rating, when six months have begun since, then the one after wakes them for the last time', async () => {
    const book = theBook();
    await rated(book, [['2026-03-10', 4]]);
    expect(await wakeUps(book, 20)).toEqual([4, 5, 6, 7, 8, 9, 10].map(firstOf));
  });

  it('given a decrease, when it is no longer recent and then the rating is stale, then each is told at once', async () => {
    const book = theBook();
    await rated(book, [
      ['2026-02-10', 5],
      ['2026-03-10', 4],
    ]);
    await book.wakeAt('2026-12-31T00:00:00Z');
    expect((await classes(book)).slice(-2)).toEqual([`${firstOf(6)} null none`, `${firstOf(7)} null stale`]);
  });

  it('given a time zone, when a month begins there, then it is told', async () => {
    const book = theBook();
    await rated(book, [['2026-03-10', 4]], { timeZone: 'Europe/Berlin' });
    expect((await wakeUps(book, 2)).map((at) => at.slice(0, 13))).toEqual(['2026-03-31T22', '2026-04-30T22']);
  });

  it('given a policy by which a rating is fresh for nine months, when they are over, then that it is stale is told', async () => {
    const book = theBook();
    await rated(book, [['2026-03-10', 4]], { satisfaction: { ...sectionsOfVersion2.satisfaction, freshMonths: 9 } });
    await book.wakeAt('2027-06-01T00:00:00Z');
    expect((await classes(book)).at(-1)).toBe('2027-01-01T00:00:00.000Z null stale');
  });
});

describe('a customer who may have left for good', () => {
  /** Somebody bought twice, and nothing is told of silences. */
  async function bought(book: BookUnderTest, rules: Partial<Policy> = {}): Promise<void> {
    await book.arrive(policyActivated({ ...sectionsOfVersion2, window: 'all', ...rules }));
    for (const at of ['2026-01-05T10:00:00Z', '2026-02-05T10:00:00Z']) {
      book.clock.set(at);
      await book.arrive(orderPlaced({ at }));
    }
    await book.measure();
  }

  it('given the chance that they have not is a half, and then a fifth, then they are woken', async () => {
    const book = theBook();
    await bought(book, { silence: { ...silence, on: false } });
    const chances: (number | undefined)[] = [];
    for (let i = 0; i < 2; i++) {
      await book.wakeAt(new Date((await due(book))!).toISOString());
      const score = (await book.score())!;
      const { value } = customerView(score, book.clock(), book.book.era, score.standing);
      chances.push(value?.expected?.pAlive);
    }
    expect(chances).toEqual([0.5, 0.2]);
  });

  it('given their risk changed by then, when they are woken, then it is told as of that moment', async () => {
    const book = theBook();
    await bought(book, { silence: { ...silence, on: false } });
    const at = new Date((await due(book))!).toISOString();
    await book.wakeAt('2026-12-31T00:00:00Z');
    expect((await book.changes()).filter(({ type }) => type === 'ChurnRiskChanged').map(({ asOf }) => asOf)).toContain(
      at,
    );
  });
});
