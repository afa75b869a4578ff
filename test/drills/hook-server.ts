import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** One request of a webhook whose signature held, as it was taken. */
export interface Delivered {
  /** Of the event: the same on every repeat. */
  readonly id: string;
  readonly body: string;
  /** When it came, on the clock of `performance.now()`. */
  readonly came: number;
}

/** How somebody is not there: connections are closed at once, or taken and never answered. */
export type Absence = 'gone' | 'silent';

/** A system that is told of alerts by webhook: a real HTTP server, which can be dead for a while and come back at the same address. */
export class HookServer {
  readonly taken: Delivered[] = [];
  /** What came with a signature that did not hold, in words. */
  readonly forged: string[] = [];
  private absence: Absence | undefined;
  private readonly waiting = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    private readonly hook: Webhook,
  ) {
    server.on('connection', (socket) => {
      if (this.absence === 'gone') socket.destroy();
    });
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      // Whoever sends may be killed in the middle of it.
      request.on('error', () => response.destroy());
      request.on('end', () => {
        if (this.absence === undefined) this.take(request.headers, Buffer.concat(chunks).toString(), response);
        else this.waiting.add(response);
      });
    });
  }

  /** @param secret as its sender has it: `whsec_` and base64 */
  static async open(secret: string): Promise<HookServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HookServer(server, new Webhook(secret));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Takes nothing more until it is back. */
  die(absence: Absence = 'gone'): void {
    this.absence = absence;
    this.server.closeAllConnections();
  }

  comeBack(): void {
    this.absence = undefined;
    this.breakOff();
  }

  close(): Promise<void> {
    this.breakOff();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(headers: NodeJS.Dict<string | string[]>, body: string, response: ServerResponse): void {
    try {
      this.hook.verify(body, headers as Record<string, string>);
      this.taken.push({ id: String(headers['webhook-id']), body, came: performance.now() });
      response.writeHead(204).end();
    } catch (error) {
      this.forged.push((error as Error).message);
      response.writeHead(401).end();
    }
  }

  private breakOff(): void {
    for (const response of this.waiting) response.destroy();
    this.waiting.clear();
  }
}
