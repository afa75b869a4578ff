import { orderPlaced, policyActivated } from '@vilfredo/testing';
import { BookUnderTest } from '../../test/book-under-test.js';
import { Progress } from './progress.js';
import { ScoreBook } from './score-book.js';
import { TakeOver } from './take-over.js';

describe('given a book in which a policy is in force, and a process that comes to it', () => {
  let before: BookUnderTest;
  let book: ScoreBook;
  let progress: Progress;
  let takeOver: TakeOver;

  beforeEach(async () => {
    before = await BookUnderTest.open();
    await before.arrive(policyActivated(), orderPlaced());
    const { log, views, parking, store } = before;
    book = new ScoreBook({ log, views, parking, publishes: true, enters: 'by-and-by' });
    progress = await Progress.open(store);
    takeOver = new TakeOver({ log, parking, book, progress, work: { owns: () => true } });
  });
  afterEach(() => before.close());

  /** What whoever had these parts wrote down. */
  async function reached(parts: readonly string[], entered: number): Promise<void> {
    const theirs = await Progress.open(before.store);
    await theirs.take(parts);
    await theirs.save({ governance: before.book.eras.governedTo, entered, moved: 3 });
  }

  it('when it takes up the whole book, then it knows the policy, who moved, and that everybody has entered it', async () => {
    await reached(['progress'], before.book.eras.governedTo);
    await takeOver.whole();
    expect(book.era.activation).toBe(before.book.era.activation);
    expect(book.moved.count).toBe(3);
    expect(book.entering.isOver).toBe(true);
  });

  it('when the crash was before everybody had entered it, then they have still to', async () => {
    await reached(['progress'], -1);
    await takeOver.whole();
    expect(book.entering.isOver).toBe(false);
  });

  it('when it is dealt partitions of which others had entered it, then nobody has to', async () => {
    await reached(['partition-0', 'partition-2'], before.book.eras.governedTo);
    await takeOver.governance();
    await takeOver.partitions([0, 2]);
    expect(book.moved.count).toBe(6);
    expect(book.entering.isOver).toBe(true);
  });

  it('when those of one of its partitions have not entered it, then they have still to, until others take over', async () => {
    await reached(['partition-0'], before.book.eras.governedTo);
    await takeOver.governance();
    await takeOver.partitions([0, 1]);
    expect(book.entering.isOver).toBe(false);
    takeOver.leave();
    expect(book.entering.isOver).toBe(true);
    expect(book.moved.count).toBe(0);
    expect(progress.size).toBe(0);
  });
});
