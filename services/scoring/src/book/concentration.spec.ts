import { orderPlaced, policyActivated } from '@vilfredo/testing';
import { type ServedScoring, servedScoring } from '../../test/served-scoring.js';

describe('the concentration of all time', () => {
  const served: ServedScoring[] = [];
  const underWindow = async (window: number | 'all') => {
    const scoring = await servedScoring();
    served.push(scoring);
    const at = (n: number) => new Date(Date.UTC(2022 + (n % 5), n % 2, 1 + n)).toISOString();
    await scoring.log.append([policyActivated({ window })]);
    const orders = Array.from({ length: 25 }, (_, n) => ({
      customer: `c${n % 12}`,
      at: at(n),
      cents: 100 * (n + 1) ** 2,
    }));
    await scoring.log.append(orders.map((order, n) => orderPlaced({ ...order, orderId: `o${n}` })));
    await scoring.runtime.settle();
    return async (query: string) => {
      const { status, text } = await scoring.get(`/concentration${query}`);
      return { status, body: JSON.parse(text) as { n: number; points: unknown[] } };
    };
  };
  afterEach(async () => {
    for (const one of served.splice(0)) await one.dispose();
  });

  it('given a policy with a window, when it is asked for, then it is that of a policy of all time', async () => {
    const [windowed, always] = [await underWindow(365), await underWindow('all')];
    const ofAllTime = await windowed('?window=all');
    expect(ofAllTime).toEqual(await always('?window=all'));
    expect(ofAllTime.body.n).toBe(13);
    expect((await windowed('')).body.n).toBeLessThan(13);
    expect(await windowed('?window=365d')).toEqual(await windowed(''));
  });

  it('given a longer window than the policy’s, when it is asked for, then it is refused', async () => {
    expect(await (await underWindow(365))('?window=366d')).toMatchObject({ status: 409, body: { field: 'window' } });
  });
});
