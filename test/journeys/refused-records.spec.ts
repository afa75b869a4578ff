import { call, callJson } from '../drills/http-call.js';
import { onBoth } from './on-both.js';

interface Summary {
  readonly refused: Readonly<Record<string, number>>;
  readonly refusedUnknownOf?: readonly string[];
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

onBoth('records that are refused', (server) => {
  const at = '2026-03-01T09:00:00Z';
  const order = { kind: 'order', source: 'shop', orderId: '1', customerId: '17', at, currency: 'EUR' };
  const good = { ...order, lines: [{ sku: 'lamp', quantity: 1, unitPrice: '9.50' }] };
  const hand = (path: string, body: unknown) =>
    call(`${server().url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('given every intake, when they refuse, then the summary tells how many records by reason, also after a restart', async () => {
    const before = await server().get<Summary>('/summary');
    expect(before).toMatchObject({ refused: {} });
    await hand('/orders', [good, { ...good, orderId: '2', at: 'yesterday' }, { ...good, lines: [] }]);
    await hand('/interactions', { source: 'pbx', interactionId: 'i-1', at });
    await hand('/customers', [{ customerId: '' }, 7]);
    await hand('/customers?dryRun=true', [{ customerId: '' }]);
    const { id } = await callJson<{ id: string }>(`${server().url}/imports`, { kind: 'orders', mapping: null });
    await call(`${server().url}/imports/${id}/content`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: `${JSON.stringify(good)}\nnonsense\n`,
    });

    const { refused, refusedUnknownOf, seconds, eventsPerSecond } = await server().get<Summary>('/summary');
    expect(refusedUnknownOf).toBeUndefined();
    expect(Object.values(refused).reduce((sum, n) => sum + n, 0)).toBe(6);
    expect(refused).toMatchObject({ badDate: 1, notJson: 1 });
    expect([seconds >= 0, eventsPerSecond >= 0]).toEqual([true, true]);

    await server().later(1_000);
    expect(await server().get<Summary>('/summary')).toMatchObject({ refused });
  }, 120_000);
});
