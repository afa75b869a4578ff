import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A service as the gateway sees one: ready, and answering everything with `handler`. Keeps its port over a restart. */
export class StandIn {
  isReady = true;
  /** Takes connections, answers nothing. */
  isFrozen = false;
  handler: Handler;
  /** `METHOD path` of every request but the probes. */
  readonly asked: string[] = [];
  private server: Server | undefined;
  private port = 0;

  constructor(handler: Handler = (_, response) => response.end('{}')) {
    this.handler = handler;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${this.port}`);
  }

  async start(): Promise<this> {
    const server = createServer(this.answer);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  /** Like a kill: every connection breaks. */
  async kill(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  private readonly answer: RequestListener = (request, response) => {
    if (this.isFrozen) return;
    if (request.url === '/health/ready') {
      response.writeHead(this.isReady ? 200 : 503).end();
      return;
    }
    this.asked.push(`${request.method} ${request.url}`);
    this.handler(request, response);
  };
}

/** An answer of JSON. */
export function answering(body: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}
