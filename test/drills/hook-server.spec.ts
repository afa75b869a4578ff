import { Webhook } from 'standardwebhooks';
import { HookServer } from './hook-server.js';
import { call, NoAnswer } from './http-call.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('a receiver of webhooks', () => {
  let server: HookServer;
  beforeEach(async () => {
    server = await HookServer.open(secret);
  });
  afterEach(() => server.close());

  const send = (id: string, key = secret) => {
    const body = '{"type":"AlertRaised"}';
    const at = new Date();
    const signature = new Webhook(key).sign(id, at, body);
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    return call(server.url, { method: 'POST', headers, body, timeoutMs: 2_000 });
  };

  it('takes what is signed with its secret, and nothing else', async () => {
    expect((await send('a')).status).toBe(204);
    expect((await send('b', `whsec_${Buffer.alloc(32, 9).toString('base64')}`)).status).toBe(401);
    expect(server.taken.map(({ id }) => id)).toEqual(['a']);
    expect(server.forged).toHaveLength(1);
  });

  it.each(['gone', 'silent'] as const)(
    'takes nothing while it is %s, and is where it was when it is back',
    async (how) => {
      server.die(how);
      await expect(send('a')).rejects.toThrow(NoAnswer);
      server.comeBack();
      expect((await send('b')).status).toBe(204);
      expect(server.taken.map(({ id }) => id)).toEqual(['b']);
    },
  );
});
