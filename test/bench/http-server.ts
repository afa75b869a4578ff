import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Clock } from '@vilfredo/event-sourcing';
import { runningFrom } from './temporary-deployment.js';

/** What the server says when it serves. */
export interface Serves {
  readonly address: string;
  /** Where its clock stands, epoch ms. */
  readonly now: number;
  /** Where its feed ends. */
  readonly cursor: string;
}

/** Every route over the demo's book, in a process of its own. */
export class HttpServer {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(
    private readonly child: ChildProcess,
    private readonly serves: Serves,
    readonly clock: Clock,
  ) {}

  static async start(customers: number): Promise<HttpServer> {
    const child = fork(fileURLToPath(new URL('./http-server.main.js', import.meta.url)), [String(customers)]);
    const [serves] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
    ])) as [Serves];
    return new HttpServer(child, serves, runningFrom(serves.now));
  }

  /** @throws when the answer is not 202 */
  async post(order: object): Promise<void> {
    const sent = request(`${this.serves.address}/orders`, {
      method: 'POST',
      agent: this.agent,
      headers: { 'content-type': 'application/json' },
    });
    sent.end(JSON.stringify(order));
    const [answer] = await once(sent, 'response');
    answer.resume();
    await once(answer, 'end');
    if (answer.statusCode !== 202) throw new Error(`an order was answered ${answer.statusCode}`);
  }

  /** Subscribes to the changes to come. */
  async follow(onCause: (cause: string) => void): Promise<void> {
    const asked = get(`${this.serves.address}/scores/changes/stream?after=${this.serves.cursor}`);
    const [stream] = await once(asked, 'response');
    // The server hangs up when it stops.
    asked.on('error', () => undefined);
    stream.on('error', () => undefined);
    createInterface({ input: stream }).on('line', (line: string) => {
      if (!line.startsWith('data: ')) return;
      const { causes } = JSON.parse(line.slice('data: '.length)) as { causes: string[] };
      for (const cause of causes) onCause(cause);
    });
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    const ended = once(this.child, 'exit');
    this.child.send('stop');
    await ended;
  }
}
