import { orderPlaced } from '@vilfredo/testing';
import { type ServedScoring, servedScoring } from '../../test/served-scoring.js';

const lists = ['/products', '/products/lamp/customers', '/parked', '/customers', '/customers?sort=-risk'];

describe('lists, page by page', () => {
  let scoring: ServedScoring;
  beforeEach(async () => {
    scoring = await servedScoring();
    const order = (customer: string, sku: string, cents: number) =>
      orderPlaced({ customer, sku, cents, at: '2026-03-01T10:00:00Z', orderId: `${customer} ${sku}` });
    const skus = ['lamp', 'cup', 'plate'];
    for (const [i, customer] of ['17', '18', '19'].entries()) {
      for (const sku of skus) await scoring.log.append([order(customer, sku, 100 * (i + 1))]);
      const broken = order(customer, 'broken', 100);
      await scoring.log.append([{ ...broken, data: broken.data.replace('"lines"', '"line"') }]);
    }
    await scoring.runtime.settle();
  });
  afterEach(() => scoring.dispose());

  const page = async (list: string, limit: number, cursor?: string | null) => {
    const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { status, text } = await scoring.get(`${list}${list.includes('?') ? '&' : '?'}limit=${limit}${after}`);
    return { status, body: JSON.parse(text) as { items: unknown[]; next: string | null } };
  };

  it.each(lists)('given %s, when it is read in pages of one, then everything comes once, in order', async (list) => {
    const whole = await page(list, 1_000);
    expect(whole.body.items.length).toBeGreaterThan(1);
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await page(list, 1, cursor);
      seen.push(...body.items);
      cursor = body.next;
    } while (cursor !== null);
    expect(seen).toEqual(whole.body.items);
  });

  it.each(lists)(
    'given %s, when a cursor is none of it, then it is refused by name, without inner names',
    async (list) => {
      const others = await Promise.all(lists.filter((other) => other !== list).map((other) => page(other, 1)));
      for (const cursor of ['xyz', 'lamp', '17', 'bnVsbA', ...others.map(({ body }) => body.next)]) {
        const { status, body } = await page(list, 1, cursor);
        expect([status, body]).toEqual([400, expect.objectContaining({ field: 'cursor' })]);
        expect(body).toMatchObject({ reason: 'is no cursor of this list' });
      }
    },
  );

  it('given the buyers of one product, when their cursor is used for those of another, then it is refused', async () => {
    const { body } = await page('/products/lamp/customers', 1);
    expect(await page('/products/cup/customers', 1, body.next)).toMatchObject({
      status: 400,
      body: { field: 'cursor' },
    });
  });
});
