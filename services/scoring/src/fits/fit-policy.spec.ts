import { orderPlaced, policyActivated } from '@vilfredo/testing';
import { bookPerTest } from '../../test/book-under-test.js';
import { readPolicy } from '../policy/read-policy.js';
import { fitPolicy } from './fit-policy.js';
import type { FitProgress } from './fit-report.js';

const theBook = bookPerTest();
const stays = new AbortController().signal;

describe('fitting the models of the policy to the book', () => {
  it('given 200 customers who buy every ten days, comes to a model by which that is likelier, in rules that can be activated', async () => {
    await bought(200);
    const progress: FitProgress[] = [];
    const report = await fitted({ onProgress: (one) => progress.push(one) });
    const { purchases, spend, policy, buyers } = report;
    expect({ buyers, customers: purchases.customers, spent: spend!.customers }).toEqual({
      buyers: 200,
      customers: 200,
      spent: 200,
    });
    expect(purchases.fitted.logLikelihood).toBeGreaterThan(purchases.inForce.logLikelihood);
    expect(spend!.fitted.logLikelihood).toBeGreaterThan(spend!.inForce.logLikelihood);
    expect(purchases.fitted.model.k).toBeGreaterThan(4);
    expect(policy).toMatchObject({
      name: 'example-fitted-2026-03-01',
      churn: { model: { name: 'fitted-2026-03-01', fit: { at: '2026-03-01T00:00:00.000Z', customers: 200 } } },
    });
    expect(readPolicy(policy)).toMatchObject(policy);
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(new Set(['reading', 'purchases', 'spend']));
  });

  it('given rules that were fitted before, gives the next ones a name that does not grow', async () => {
    await bought(200);
    const { policy } = await fitted();
    theBook().clock.set('2026-03-02T00:00:00Z');
    await theBook().arrive(policyActivated(policy));
    const again = await fitted();
    expect(again.policy.name).toBe('example-fitted-2026-03-02');
    expect(again.purchases.inForce.model).toEqual(policy.churn.model);
  });

  it('given fewer than 200 who bought, refuses and says how many there are', async () => {
    await bought(3);
    await expect(fitted()).rejects.toMatchObject({ kind: 'refused', reason: expect.stringContaining('3 customers') });
  });

  it('given that whoever asked has left, ends', async () => {
    await bought(200);
    const gone = new AbortController();
    const running = fitted({ onProgress: () => gone.abort(new Error('gone')), signal: gone.signal });
    await expect(running).rejects.toThrow('gone');
  });
});

/** Each bought on five days, about ten days apart; what they spend is their own. */
async function bought(customers: number): Promise<void> {
  const book = theBook();
  const orders = Array.from({ length: customers }, (_, n) =>
    [0, 1, 2, 3, 4].map((nth) =>
      orderPlaced({
        customer: `c${n}`,
        orderId: `o${n}-${nth}`,
        at: new Date(Date.UTC(2026, 0, 2 + (n % 7) + 10 * nth + ((n + nth) % 3))).toISOString(),
        cents: 1_000 * (1 + (n % 9)) + 50 * nth,
      }),
    ),
  ).flat();
  await book.arrive(policyActivated({ currency: 'EUR' }));
  await book.arriveTogether(...orders);
  book.clock.set('2026-03-01T00:00:00Z');
}

function fitted(asked: Partial<Parameters<typeof fitPolicy>[0]> = {}) {
  const { views, book, clock } = theBook();
  return fitPolicy({ views, era: book.era, asOf: clock(), onProgress: () => undefined, signal: stays, ...asked });
}
