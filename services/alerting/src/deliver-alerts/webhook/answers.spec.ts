import { webhookTo } from '../../../test/deliver-alerts/delivery-trial.js';
import { type Reply, type WebhookServer, webhookServer } from '../../../test/deliver-alerts/webhook-server.js';
import type { Outcome } from '../message.js';
import { retryAfterMs } from './retry-after.js';
import { WebhookChannel } from './webhook-channel.http.js';

describe('what a receiver answers', () => {
  let server: WebhookServer;
  let channel: WebhookChannel;
  beforeEach(async () => {
    server = await webhookServer();
    channel = new WebhookChannel(webhookTo(server.url), {
      ...{ allowPrivateTargets: true, machine: () => Date.now(), timeoutMs: 3_000 },
    });
  });
  afterEach(async () => {
    channel.close();
    await server.close();
  });
  const send = (reply: Reply): Promise<Outcome> => {
    server.reply = () => reply;
    return channel.sendTest('test_1', new AbortController().signal);
  };

  it.each([200, 201, 202, 204])('%d is delivered', async (status) =>
    expect(await send(status)).toEqual({ delivered: true }),
  );

  it.each([400, 401, 404, 500, 503])('%d is not, and is tried again', async (status) => {
    expect(await send(status)).toMatchObject({ delivered: false, reason: `answered ${status}` });
  });

  it('a redirect is not followed', async () => {
    const elsewhere = await webhookServer();
    const outcome = await send((_, answer) => answer.writeHead(302, { location: elsewhere.url }).end());
    expect(outcome).toMatchObject({ reason: 'answered with a redirect (302), and none is followed' });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it('410 is final', async () => expect(await send(410)).toMatchObject({ isFinal: true }));

  it.each([
    ['with its length', true],
    ['without', false],
  ])('a huge body %s is not read', async (_, hasLength) => {
    let written = 0;
    const outcome = await send((_received, answer) => {
      answer.writeHead(200, hasLength ? { 'content-length': String(2 ** 30) } : {});
      const chunk = Buffer.alloc(65_536);
      const pour = () => {
        while (!answer.destroyed && written < 2 ** 30 && answer.write(chunk)) written += chunk.length;
      };
      answer.on('drain', pour);
      answer.on('error', () => undefined);
      pour();
    });
    expect(outcome).toEqual({ delivered: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(written).toBeLessThan(32 * 2 ** 20);
  });

  it('headers without end are no answer', async () => {
    const outcome = await send((_, answer) => {
      answer.socket?.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => answer.socket?.write('x-slow: 1\r\n'), 20);
      answer.on('close', () => clearInterval(drip));
    });
    expect(outcome).toEqual({ delivered: false, reason: 'no answer within 3 s' });
  });

  it('nobody there is no answer', async () => {
    await server.close();
    expect(await send(200)).toEqual({ delivered: false, reason: 'the connection was refused' });
  });

  it('a kept connection that was closed meanwhile is replaced at once', async () => {
    await send(200);
    server.reply = () => (_, answer) => void answer.socket?.destroy();
    server.reply = (received) =>
      server.received.filter(({ id }) => id === received.id).length === 2
        ? (_, answer) => void answer.socket?.destroy()
        : 200;
    expect(await channel.sendTest('test_1', new AbortController().signal)).toEqual({ delivered: true });
    expect(server.received).toHaveLength(3);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['Thu, 01 Oct 2026 09:01:00 GMT', 60_000],
    ['Thu, 01 Oct 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s asks for %s ms', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-10-01T09:00:00Z'))).toBe(ms);
  });
});
