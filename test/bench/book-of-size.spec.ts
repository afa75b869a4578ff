import { BookOfSize } from './book-of-size.js';

describe('a book of a size', () => {
  it('tells what an event costs in it, always of customers alike, and what cut-offs cost', async () => {
    const book = await BookOfSize.open(30);
    try {
      const stretches = [await book.stretch(20), await book.stretch(20)];
      for (const { microsecondsPerEvent } of stretches) expect(microsecondsPerEvent).toBeGreaterThan(0);
      const [first, second] = stretches.map(({ changesPerEvent }) => changesPerEvent);
      expect(first).toBeGreaterThan(0);
      expect(second).toBe(first);
      expect(await book.epoch()).toBeGreaterThan(0);
    } finally {
      await book.close();
    }
  });
});
