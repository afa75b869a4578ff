import { orderPlaced, orderReturned, policyActivated } from '@vilfredo/testing';
import { bookPerTest } from '../../test/book-under-test.js';
import { nowhere } from '../value/assess-value.js';
import { listCustomers, orderOf, rowIn } from './customer-list.js';
import { customerView } from './customer-view.js';
import { eraAt, recallCustomer } from './recall-customer.js';
import { timelineItem, timelineOf } from './timeline.js';

const theBook = bookPerTest();
const order = orderPlaced({ orderId: 'o1', at: '2026-01-01T10:00:00Z', cents: 4_000, quantity: 2.5 });
const later = orderPlaced({ orderId: 'o2', at: '2026-01-11T10:00:00Z', cents: 1_000 });

async function bought() {
  const book = theBook();
  await book.arrive(policyActivated({ currency: 'EUR' }), order, orderPlaced({ customer: 'customer-2', cents: 50 }));
  book.clock.set('2026-01-12T00:00:00Z');
  await book.arrive(later);
  await book.measure();
  return book;
}

describe('a customer as everybody sees them', () => {
  it('says days, money and units as people write them, with the events behind each part', async () => {
    const book = await bought();
    const view = customerView((await book.score())!, book.clock(), book.book.era, nowhere);
    expect(view).toMatchObject({ customerId: 'customer-1', state: 'active', policy: 'example', epoch: 1 });
    expect(view).toMatchObject({ model: 'cdnow', cutoffsAt: '2026-01-12T00:00:00.000Z' });
    expect(view.value).toMatchObject({
      firstPurchase: '2026-01-01',
      latestPurchase: '2026-01-11',
      ordersInWindow: 2,
      quantityInWindow: 3.5,
      amountInWindow: '50.00',
      lastAmount: '10.00',
      oneOff: { flagged: true, reason: expect.stringContaining('one purchase day') },
      growth: { nextTier: null, by: null, toNextTier: null },
    });
    const { expected, growth } = view.value!;
    expect(Number(growth!.amount)).toBeCloseTo(Number(expected!.clv) - 50 * (364 / 365), 2);
    const raw = Object.fromEntries(view.value!.criteria.map(({ name, raw, causes }) => [name, [raw, causes]]));
    expect(raw).toMatchObject({
      recency: [1, [later.id]],
      amount: [50, [order.id, later.id]],
      quantity: [3.5, [order.id, later.id]],
      singleProduct: [2, [later.id, order.id]],
    });
  });

  it('has points that add up to the score', async () => {
    const book = await bought();
    const { value } = customerView((await book.score())!, book.clock(), book.book.era, nowhere);
    const hundredths = value!.criteria.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
    expect(hundredths).toBe(Math.round(value!.score! * 100));
  });

  it('has no value before the first purchase, nor once everything came back', async () => {
    const book = theBook();
    const back = orderReturned({ orderId: 'o1', at: '2026-01-05T00:00:00Z', cents: 4_000, quantity: 2.5 });
    await book.arrive(policyActivated(), order, back);
    await book.measure();
    const view = customerView((await book.score())!, book.clock(), book.book.era, nowhere);
    expect(view).toMatchObject({ state: 'prospect', value: null, churn: null });
  });
});

describe('a customer as they stood', () => {
  it('is folded from what had happened by then, as far as it was known by then', async () => {
    const book = await bought();
    const era = (await eraAt(book.log, book.clock()))!;
    const recall = (asOf: string, knownAt: string) =>
      recallCustomer(book.log, 'customer-1', [], { asOf: Date.parse(asOf), knownAt: Date.parse(knownAt) }, era);
    const now = '2026-02-01T00:00:00Z';
    expect((await recall(now, now))?.facts.orderFacts).toBe(2);
    expect((await recall('2026-01-05T00:00:00Z', now))?.facts.orderFacts).toBe(1);
    expect((await recall(now, '2026-01-11T23:00:00Z'))?.facts.orderFacts).toBe(1);
    expect(await recall('2025-12-31T00:00:00Z', now)).toBeNull();
  });

  it('goes as far as the first event that cannot be read, which is parked with all behind it', async () => {
    const book = await bought();
    const third = orderPlaced({ orderId: 'o3', at: '2026-01-11T12:00:00Z' });
    await book.arrive({ ...later, id: 'broken', data: '{' }, third);
    const now = Date.parse('2026-02-01T00:00:00Z');
    const era = (await eraAt(book.log, now))!;
    const recalled = async (skipped: readonly string[]) =>
      (await recallCustomer(book.log, 'customer-1', skipped, { asOf: now, knownAt: now }, era))?.facts.orderFacts;
    expect(await recalled([])).toBe((await book.score())?.facts.orderFacts);
    expect(await recalled([])).toBe(2);
    expect(await recalled(['broken'])).toBe(3);
  });

  it('is judged by the rules and cut-offs of that time, before the first by the first', async () => {
    const book = await bought();
    book.clock.set('2026-02-01T00:00:00Z');
    await book.measure();
    const epochAt = async (time: string) => (await eraAt(book.log, Date.parse(time)))?.epoch?.number;
    expect(await epochAt('2026-01-20T00:00:00Z')).toBe(1);
    expect(await epochAt('2026-02-02T00:00:00Z')).toBe(2);
    expect(await epochAt('2020-01-01T00:00:00Z')).toBe(1);
  });
});

describe('the book as a list', () => {
  it('is most valuable first, page by page, each customer once, filtered by tier, class and state', async () => {
    const book = theBook();
    const days = Array.from({ length: 10 }, (_, n) => `2026-01-${String(n + 10)}T10:00:00Z`);
    await book.arrive(policyActivated());
    for (const [n, at] of days.entries()) {
      const customer = `c${n}`;
      const orders = [1, 2, 3].map((i) => orderPlaced({ customer, at: `2026-01-0${i}T10:00:00Z`, cents: 1_000 + n }));
      await book.arrive(...orders, orderPlaced({ customer, at, cents: 1_000 + n }));
    }
    await book.measure();
    const toRow = rowIn(book.book.era.calendar, 'EUR');
    const list = async (filter: Parameters<typeof listCustomers>[1], limit: number) => {
      const ids: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await listCustomers(
          book.views,
          filter,
          { sort: '-value', limit, ...(cursor === undefined ? {} : { cursor }) },
          toRow,
        );
        ids.push(...page.items.map(({ customerId }) => customerId));
        if (page.next === null) return ids.join(' ');
        cursor = page.next;
      }
    };
    expect(await list({}, 3)).toBe('c9 c8 c7 c6 c5 c4 c3 c2 c1 c0');
    expect(await list({ tier: 'top' }, 1)).toBe('c9 c8');
    expect(await list({ tier: 'core' }, 5)).toBe('c9');
    expect(await list({ abc: 'C' }, 2)).toBe('c0');
    expect(await list({ state: 'dormant' }, 2)).toBe('');
    expect(() => orderOf('name')).toThrow('sorted by -value');
  });

  it('shows an event that cannot be read without what it says, and all the others', async () => {
    const book = await bought();
    await book.arrive({ ...order, id: 'broken', data: '{"name": Zacharias' });
    const { items } = await timelineOf(
      book.log,
      ['orders'],
      'customer-1',
      { limit: 9, cursor: undefined },
      timelineItem,
    );
    expect(items.map(({ id, data }) => [id, data])).toEqual([
      ['broken', null],
      [later.id, expect.objectContaining({ orderId: 'o2' })],
      [order.id, expect.objectContaining({ orderId: 'o1' })],
    ]);
  });

  it('shows a timeline newest first, with a cursor', async () => {
    const book = await bought();
    const page = (cursor?: string) =>
      timelineOf(book.log, ['orders'], 'customer-1', { limit: 1, cursor }, ({ id }) => id);
    const first = await page();
    expect(first).toEqual({ items: [later.id], next: later.id });
    expect(await page(later.id)).toEqual({ items: [order.id], next: null });
    await expect(page('elsewhere')).rejects.toMatchObject({ kind: 'invalid', field: 'cursor' });
  });
});
