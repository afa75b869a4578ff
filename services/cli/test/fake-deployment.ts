import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** JSON to answer with, or a function that writes the answer itself. */
export type Route =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown }
  | ((heard: Heard, answer: ServerResponse) => void);

export interface FakeDeployment {
  readonly url: string;
  readonly heard: Heard[];
  close(): Promise<void>;
}

/**
 * Answers as told: routes by `METHOD /path`; each may be a list, of which the last is answered for good.
 * Bodies are read to their end first.
 */
export async function fakeDeployment(routes: Record<string, Route | readonly Route[]>): Promise<FakeDeployment> {
  const heard: Heard[] = [];
  const times = new Map<string, number>();
  const server = createServer(async (request, answer) => {
    const one = await hear(request);
    heard.push(one);
    const key = `${one.method} ${one.path}`;
    const known = routes[key];
    const turn = times.get(key) ?? 0;
    times.set(key, turn + 1);
    const route = Array.isArray(known) ? known[Math.min(turn, known.length - 1)] : (known as Route | undefined);
    if (route === undefined) problem(404, null, 'there is nothing at this address')(one, answer);
    else if (typeof route === 'function') route(one, answer);
    else answerJson(answer, route.status ?? 200, route.json, route.headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An error as a deployment answers it. */
export function problem(
  status: number,
  field: string | null,
  reason: string,
  headers: Record<string, string> = {},
): (heard: Heard, answer: ServerResponse) => void {
  return (_, answer) => answerJson(answer, status, { type: 'about:blank', title: 'x', status, field, reason }, headers);
}

function answerJson(answer: ServerResponse, status: number, json: unknown, headers: Record<string, string> = {}): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
}

async function hear(request: IncomingMessage): Promise<Heard> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const body = Buffer.concat(await request.toArray()).toString('utf8');
  const { method = '', headers } = request;
  return { method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body };
}
