import { BookOfSize } from './book-of-size.js';

describe('a book of a size', () => {
  it('tells what an event costs in it, and what cut-offs cost', async () => {
    const book = await BookOfSize.open(30);
    try {
      expect(await book.microseconds(20)).toBeGreaterThan(0);
      expect(await book.epoch()).toBeGreaterThan(0);
    } finally {
      await book.close();
    }
  });
});
