import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const otherSecret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

export interface Received {
  readonly id: string;
  readonly customerId: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** When it came, by `performance.now()`. */
  readonly at: number;
}

/** A status, or a function that answers by itself. */
export type Reply = number | ((received: Received, answer: ServerResponse) => void);

export interface WebhookServer {
  readonly url: string;
  readonly port: number;
  /** Every request whose signature held, in order. */
  readonly received: Received[];
  /** Those that were answered with 2xx. */
  readonly taken: Received[];
  readonly forged: string[];
  /** Requests under way at the same time, at most. */
  readonly mostAtOnce: number;
  /** How it answers from now on. */
  reply: (received: Received) => Reply;
  close(): Promise<void>;
}

/** A real HTTP server that checks what it gets by the library of the Standard Webhooks project. */
export async function webhookServer(
  reply: (received: Received) => Reply = () => 204,
  key = secret,
): Promise<WebhookServer> {
  const hook = new Webhook(key);
  let atOnce = 0;
  const state = { reply, received: [] as Received[], taken: [] as Received[], forged: [] as string[], mostAtOnce: 0 };
  const server = createServer(async (request, answer) => {
    atOnce++;
    state.mostAtOnce = Math.max(state.mostAtOnce, atOnce);
    answer.on('close', () => atOnce--);
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    try {
      const { type, data } = hook.verify(body, request.headers as Record<string, string>) as Received & {
        data: { customerId: string };
      };
      const { customerId } = data;
      const received = {
        id: String(request.headers['webhook-id']),
        customerId,
        type,
        data,
        body,
        headers: request.headers,
        at: performance.now(),
      };
      state.received.push(received);
      const next = state.reply(received);
      if (typeof next === 'function') return next(received, answer);
      if (next >= 200 && next < 300) state.taken.push(received);
      answer.writeHead(next).end();
    } catch (error) {
      state.forged.push((error as Error).message);
      answer.writeHead(401).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
