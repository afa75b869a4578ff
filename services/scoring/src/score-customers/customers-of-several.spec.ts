import { orderPlaced, orderReturned, policyActivated } from '@vilfredo/testing';
import { bookPerTest } from '../../test/book-under-test.js';
import { governanceUpTo } from '../eras/governance-log.js';
import { measure } from '../value/measures.js';
import { ScoreBook } from './score-book.js';

const aBook = bookPerTest();

/** Another process that scores the same customers: it folds one more order, which the first one does not see. */
async function foldedElsewhere(order: ReturnType<typeof orderPlaced>): Promise<void> {
  const { log, views, parking } = aBook();
  const other = new ScoreBook({ log, views, parking, publishes: true });
  await other.resume(governanceUpTo(log));
  const { cursor } = await log.read({ topics: ['orders'], limit: 1_000 });
  await log.append([order]);
  await other.apply(await log.read({ topics: ['orders'], after: cursor, limit: 1_000 }));
}

/** Folds what has come since, without what was folded elsewhere. */
async function foldOnly(order: ReturnType<typeof orderPlaced>): Promise<void> {
  const { log, book } = aBook();
  const { cursor } = await log.read({ topics: ['orders'], limit: 1_000 });
  await log.append([order]);
  await book.apply(await log.read({ topics: ['orders'], after: cursor, limit: 1_000 }));
}

async function windowCents(): Promise<number> {
  return measure((await aBook().score())!.facts).amount;
}

describe('a customer whose history was read, and who was then scored by another process', () => {
  beforeEach(async () => {
    await aBook().arrive(
      policyActivated(),
      orderPlaced({ orderId: 'o1', cents: 1_000, at: '2025-12-03T10:00:00Z' }),
      orderReturned({ orderId: 'o1', cents: 300, at: '2025-12-04T10:00:00Z' }),
    );
    await foldedElsewhere(orderPlaced({ orderId: 'o2', cents: 40_000, at: '2025-12-05T10:00:00Z' }));
  });

  it('comes back with all that was folded meanwhile, also when folded again', async () => {
    aBook().book.leave();
    await foldOnly(orderPlaced({ orderId: 'o3', cents: 5_000, at: '2025-12-01T10:00:00Z' }));
    expect(await windowCents()).toBe(45_700);
  });

  it('is not folded from an old history by a process that does not know that it is no longer theirs', async () => {
    await foldOnly(orderPlaced({ orderId: 'o3', cents: 5_000, at: '2025-12-01T10:00:00Z' }));
    expect(await windowCents()).toBe(45_700);
  });
});
