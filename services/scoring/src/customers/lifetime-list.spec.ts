import { customerRegistered, orderPlaced, policyActivated } from '@vilfredo/testing';
import { bookPerTest } from '../../test/book-under-test.js';
import { nowhere } from '../value/assess-value.js';
import { type CustomerFilter, type CustomerRow, rowIn } from './customer-list.js';
import { customerView } from './customer-view.js';
import { LifetimeList } from './lifetime-list.js';

const theBook = bookPerTest();
const customers = Array.from({ length: 12 }, (_, n) => `c${String(n).padStart(2, '0')}`);

describe('the book by what is to be expected', () => {
  it('is the order in which the views of the customers tell it, the most first, and shows it', async () => {
    await manyBought();
    const rows = await everyPage({}, 5);
    const expected = await Promise.all(customers.map(async (id) => ({ id, clv: await clvOf(id) })));
    expected.sort((a, b) => Number(b.clv) - Number(a.clv) || (a.id < b.id ? -1 : 1));
    expect(rows.map(({ customerId, clv }) => ({ id: customerId, clv }))).toEqual(expected);
    expect(new Set(expected.map(({ clv }) => clv)).size).toBeGreaterThan(6);
  });

  it('leaves out who never bought', async () => {
    await manyBought();
    await theBook().arrive(customerRegistered({ customer: 'somebody' }));
    expect((await everyPage({}, 50)).map(({ customerId }) => customerId)).not.toContain('somebody');
  });

  it('keeps to its filters', async () => {
    await manyBought();
    const all = await everyPage({}, 50);
    const top = all.filter(({ tier }) => tier !== null);
    expect(top.length).toBeGreaterThan(0);
    expect(await everyPage({ tier: 'top' }, 1)).toEqual(top);
  });

  it('goes on as of the moment at which it began, though time passes and the ranking is gone', async () => {
    await manyBought();
    const whole = await everyPage({}, 50);
    const first = await pageOf(listed(), {}, 5);
    theBook().clock.set('2027-06-01T00:00:00Z');
    const rest = await pageOf(listed(), {}, 50, first.next!);
    expect([...first.items, ...rest.items]).toEqual(whole);
    expect((await pageOf(listed(), {}, 50)).items.map(({ clv }) => clv)).not.toEqual(whole.map(({ clv }) => clv));
  });

  const forged = [
    '["byValue",1,"c1"]',
    '["clv",8640000000000001,1,"c1"]',
    '["clv",-8640000000000001,1,"c1"]',
    '["clv",0.5,1,"c1"]',
  ];
  it.each(['elsewhere', 'W10', 'bnVsbA', ...forged.map((text) => Buffer.from(text).toString('base64url'))])(
    'given the cursor %s, says what is wrong with it',
    async (cursor) => {
      await manyBought();
      await expect(pageOf(listed(), {}, 5, cursor)).rejects.toMatchObject({ kind: 'invalid', field: 'cursor' });
    },
  );
});

/** Each customer another rhythm, another amount, another silence; two of them alike. */
async function manyBought(): Promise<void> {
  const book = theBook();
  await book.arrive(policyActivated({ currency: 'EUR' }));
  for (const [n, customer] of customers.entries()) {
    const like = n === 11 ? 10 : n;
    const days = [1, 1 + (like % 4), 3 + 2 * (like % 5), 20 + (like % 3)];
    const orders = days.map((day) => `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`);
    await book.arrive(...orders.map((at) => orderPlaced({ customer, at, cents: 1_000 + 700 * (like % 7) })));
  }
  book.clock.set('2026-02-01T00:00:00Z');
  await book.measure();
}

function listed(): LifetimeList {
  const { views, book, clock } = theBook();
  return new LifetimeList({ views, book, settings: { clock } });
}

function pageOf(list: LifetimeList, filter: CustomerFilter, limit: number, cursor?: string) {
  const toRow = rowIn(theBook().book.era.calendar, 'EUR');
  return list.page(filter, { limit, ...(cursor === undefined ? {} : { cursor }) }, toRow);
}

async function everyPage(filter: CustomerFilter, limit: number): Promise<CustomerRow[]> {
  const list = listed();
  const rows: CustomerRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await pageOf(list, filter, limit, cursor);
    rows.push(...page.items);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}

async function clvOf(id: string): Promise<string | undefined> {
  const book = theBook();
  const { value } = customerView((await book.score(id))!, book.clock(), book.book.era, nowhere);
  return value?.expected?.clv;
}
