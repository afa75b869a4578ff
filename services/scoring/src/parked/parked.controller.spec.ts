import { orderPlaced } from '@vilfredo/testing';
import { type ServedScoring, servedScoring } from '../../test/served-scoring.js';

describe('what is parked, as it is shown', () => {
  let scoring: ServedScoring;
  beforeEach(async () => {
    scoring = await servedScoring();
    for (const customer of ['17', '18', '19']) {
      const order = orderPlaced({ customer, at: '2026-03-01T10:00:00Z' });
      await scoring.log.append([{ ...order, data: order.data.replace('"lines"', '"line"') }]);
    }
    await scoring.runtime.settle();
  });
  afterEach(() => scoring.dispose());
  const get = async (url: string) => JSON.parse((await scoring.get(url)).text);

  it('given an order that cannot be read, then its names and times are those of every answer', async () => {
    const { events } = await get('/parked/17');
    expect(events).toMatchObject([
      {
        type: 'OrderPlaced',
        time: '2026-03-01T10:00:00.000Z',
        recordedAt: expect.stringMatching(/^2026-03-02T00:00:00\.\d{3}Z$/),
        parkedAt: expect.stringMatching(/^2026-03-02T00:00:00\.\d{3}Z$/),
      },
    ]);
    expect(events[0]).not.toHaveProperty('recordedat');
  });
});
