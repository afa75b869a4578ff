/** A book of the size in the first argument, asked by its parent. */
import { boundHeap } from '@vilfredo/service';
import { BookOfSize } from './book-of-size.js';

/** What the parent asks, and what it is answered. */
export type Question = { readonly ask: 'stretch'; readonly events: number } | { readonly ask: 'epoch' | 'close' };

// As every process that serves does.
boundHeap();
const book = await BookOfSize.open(Number(process.argv[2]));
process.on('message', (question: Question) => {
  answer(question).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.send?.('open');

async function answer(question: Question): Promise<void> {
  if (question.ask === 'stretch') process.send?.(await book.stretch(question.events));
  else if (question.ask === 'epoch') {
    process.send?.({ tookMs: await book.epoch(), megabytes: process.resourceUsage().maxRSS / 1_024 });
  } else {
    await book.close();
    process.disconnect();
  }
}
