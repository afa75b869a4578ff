import { eventually } from '@vilfredo/testing';
import { DeliveryTrial, raise, webhookTo } from '../../test/deliver-alerts/delivery-trial.js';
import { type WebhookServer, webhookServer } from '../../test/deliver-alerts/webhook-server.js';

const minute = 60_000;
const hour = 60 * minute;

describe('webhooks', () => {
  let server: WebhookServer;
  let trial: DeliveryTrial;
  const begin = async (...args: Partial<Parameters<typeof DeliveryTrial.begin>>) => {
    server = await webhookServer();
    trial = await DeliveryTrial.begin(args[0] ?? { receivers: [webhookTo(server.url)] });
  };
  afterEach(async () => {
    await trial.close();
    await server.close();
  });

  it('given alerts, delivers each once, signed, with the id of its event, and notes it', async () => {
    await begin();
    await trial.log.append([raise(1), raise(2), raise(3)]);
    await trial.delivered(3);
    expect(server.taken.map(({ id }) => id).sort()).toEqual(['raised-1', 'raised-2', 'raised-3']);
    expect(server.forged).toEqual([]);
    const first = server.taken.find(({ id }) => id === 'raised-1')!;
    expect(JSON.parse(first.body)).toEqual({
      type: 'AlertRaised',
      timestamp: '2026-10-01T09:00:00.000Z',
      data: { customerId: 'customer-1', ...JSON.parse(raise(1).data) },
    });
    const notices = await trial.notices();
    expect(notices).toHaveLength(3);
    expect(JSON.parse(notices[0]!.data)).toMatchObject({ via: 'webhook', receiver: 'crm', result: 'delivered' });
    await trial.turn(100);
    expect(server.received).toHaveLength(3);
  });

  it('given what was recorded before it was set up, does not send it; after a restart goes on where it was', async () => {
    server = await webhookServer();
    trial = await DeliveryTrial.begin({ receivers: [] });
    await trial.log.append([raise('old')]);
    await trial.delivery.stop();
    await trial.start({ receivers: [webhookTo(server.url)] });
    await trial.log.append([raise(1)]);
    await trial.delivered(1);
    await trial.delivery.stop();
    await trial.log.append([raise(2)]);
    await trial.start();
    await trial.delivered(2);
    expect(server.taken.map(({ id }) => id)).toEqual(['raised-1', 'raised-2']);
  });

  it('given 500, tries again with the same id and content after about 5 s, 5 min and 30 min', async () => {
    await begin();
    server.reply = () => 500;
    await trial.log.append([raise(1)]);
    const attempts = (count: number) => eventually(() => expect(server.received).toHaveLength(count));
    await attempts(1);
    await trial.pass(4_000);
    expect(server.received).toHaveLength(1);
    await trial.pass(2_000);
    await attempts(2);
    await trial.pass(4 * minute);
    expect(server.received).toHaveLength(2);
    await trial.pass(2 * minute);
    await attempts(3);
    server.reply = () => 204;
    await trial.pass(34 * minute);
    await trial.delivered(1);
    expect(new Set(server.received.map(({ id }) => id))).toEqual(new Set(['raised-1']));
    expect(new Set(server.received.map(({ body }) => body)).size).toBe(1);
    expect(await trial.notices()).toHaveLength(1);
  });

  it('given a receiver that does not answer in time, tries again with the same id', async () => {
    server = await webhookServer(() => () => undefined);
    const slow = { timeoutMs: 50 };
    trial = await DeliveryTrial.begin({ receivers: [webhookTo(server.url)], channel: slow });
    await trial.log.append([raise(1)]);
    await eventually(async () => expect((await trial.status()).lastError?.reason).toBe('no answer within 0.05 s'));
    server.reply = () => 204;
    await trial.pass(6_000);
    await trial.delivered(1);
    expect(server.received.map(({ id }) => id)).toEqual(['raised-1', 'raised-1']);
  });

  it('given one message that is refused, lets other customers pass and keeps the order of its own', async () => {
    await begin();
    server.reply = ({ id }) => (id === 'raised-1' ? 500 : 204);
    await trial.log.append([raise(1, 'anna'), raise(2, 'ben'), raise(3, 'anna'), raise(4, 'ben'), raise(5, 'anna')]);
    await trial.delivered(2);
    expect(server.taken.map(({ id }) => id)).toEqual(['raised-2', 'raised-4']);
    expect(await trial.status()).toMatchObject({ state: 'retrying', held: 3, retrying: 1, lag: { events: 0 } });
    server.reply = () => 204;
    await trial.pass(6_000);
    await trial.delivered(5);
    expect(server.taken.filter(({ customerId }) => customerId === 'anna').map(({ id }) => id)).toEqual([
      'raised-1',
      'raised-3',
      'raised-5',
    ]);
    expect(await trial.status()).toMatchObject({ state: 'working', held: 0, retrying: 0, next: [] });
  });

  it('given so many failures that it counts as down, waits, and loses nothing', async () => {
    server = await webhookServer(() => 503);
    trial = await DeliveryTrial.begin({ receivers: [webhookTo(server.url)], parts: { limits: { retrying: 5 } } });
    await trial.log.append(Array.from({ length: 40 }, (_, i) => raise(i)));
    await eventually(async () => expect((await trial.status()).retrying).toBeGreaterThanOrEqual(5));
    await trial.turn(100);
    const { held, lag } = await trial.status();
    expect(held).toBeLessThanOrEqual(13);
    expect(held + lag.events).toBe(40);
    server.reply = () => 204;
    await trial.pass(10 * minute);
    await trial.delivered(40);
    expect(new Set(server.taken.map(({ id }) => id)).size).toBe(40);
    expect(server.taken).toHaveLength(40);
  });

  it('given three days without success, disables the receiver with a notice, and delivers all when it is enabled', async () => {
    await begin();
    server.reply = () => 500;
    await trial.log.append([raise(1, 'anna'), raise(2, 'anna'), raise(3, 'ben')]);
    await eventually(() => expect(server.received.length).toBe(2));
    await trial.pass(74 * hour, 50);
    await eventually(async () => expect((await trial.status()).state).toBe('disabled'));
    const attempts = server.received.filter(({ id }) => id === 'raised-1').length;
    expect(attempts).toBeGreaterThanOrEqual(10);
    expect(attempts).toBeLessThanOrEqual(13);
    expect((await trial.notices()).map(({ data }) => JSON.parse(data).result)).toContain('given-up');
    await trial.log.append([raise(4, 'carla')]);
    const before = server.received.length;
    await trial.pass(24 * hour, 5);
    expect(server.received).toHaveLength(before);
    server.reply = () => 204;
    await trial.delivery.enable('crm');
    await trial.delivered(4);
    expect(server.taken.map(({ id }) => id).sort()).toEqual(['raised-1', 'raised-2', 'raised-3', 'raised-4']);
    expect(await trial.status()).toMatchObject({ state: 'working', disabled: null, lag: { events: 0 }, held: 0 });
  }, 30_000);

  it('given one message that is refused for three days while others are taken, leaves out that one and stays on', async () => {
    await begin();
    server.reply = ({ id }) => (id === 'raised-1' ? 500 : 204);
    await trial.log.append([raise(1, 'anna'), raise(2, 'anna')]);
    await eventually(() => expect(server.received).toHaveLength(1));
    for (let day = 0; day < 4; day++) {
      await trial.pass(24 * hour, 12);
      await trial.log.append([raise(`day-${day}`)]);
    }
    await trial.delivered(5);
    const status = await trial.status();
    expect(status).toMatchObject({ state: 'working', givenUp: 1, disabled: null, held: 0 });
    expect(server.taken.map(({ id }) => id)).toContain('raised-2');
    await trial.delivery.replay('crm', { since: 0 });
    server.reply = () => 204;
    await eventually(() => expect(server.taken.map(({ id }) => id)).toContain('raised-1'));
  }, 30_000);

  it('given 410, disables the receiver at once and keeps what it did not take', async () => {
    await begin();
    server.reply = () => 410;
    await trial.log.append([raise(1)]);
    await eventually(async () => expect((await trial.status()).state).toBe('disabled'));
    expect(await trial.status()).toMatchObject({
      held: 1,
      disabled: { reason: 'answered 410: it wants no more messages' },
    });
    server.reply = () => 204;
    await trial.pass(80 * hour, 3);
    expect(server.received).toHaveLength(1);
    await trial.delivery.enable('crm');
    await trial.delivered(1);
  });

  it('given 429 with Retry-After, leaves the receiver alone for so long', async () => {
    await begin();
    server.reply = () => (_, answer) => answer.writeHead(429, { 'retry-after': '600' }).end();
    await trial.log.append([raise(1)]);
    await eventually(() => expect(server.received).toHaveLength(1));
    await trial.turn();
    await trial.log.append([raise(2)]);
    await trial.pass(9 * minute);
    expect(server.received).toHaveLength(1);
    server.reply = () => 204;
    await trial.pass(2 * minute);
    await trial.delivered(2);
  });

  it('replays what was recorded since a time, or after a cursor, with the same ids', async () => {
    await begin();
    await trial.log.append([raise(1)]);
    await trial.delivered(1);
    const { cursor } = await trial.status();
    trial.clock.advance(hour);
    const since = trial.clock();
    await trial.log.append([raise(2), raise(3)]);
    await trial.delivered(3);
    await trial.delivery.replay('crm', { since });
    await trial.delivered(5);
    await trial.delivery.replay('crm', { after: cursor! });
    await trial.delivered(7);
    await trial.delivery.replay('crm', { since: 0 });
    await trial.delivered(10);
    const counts = (id: string) => server.taken.filter((one) => one.id === id).length;
    expect([counts('raised-1'), counts('raised-2'), counts('raised-3')]).toEqual([2, 4, 4]);
    expect(await trial.notices()).toHaveLength(3);
    await expect(trial.delivery.replay('crm', { after: 'x' })).rejects.toMatchObject({
      kind: 'invalid',
      field: 'after',
    });
  });

  it('sends a test message outside every order', async () => {
    await begin();
    expect(await trial.delivery.test('crm', 'test_1')).toEqual({ delivered: true });
    expect(server.received.map(({ id, type }) => ({ id, type }))).toEqual([{ id: 'test_1', type: 'webhook.test' }]);
    server.reply = () => 404;
    expect(await trial.delivery.test('crm', 'test_2')).toMatchObject({ delivered: false, reason: 'answered 404' });
  });
});
