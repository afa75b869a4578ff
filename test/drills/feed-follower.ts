import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FeedItem } from '@vilfredo/scoring';

/** A change as it came over the stream. */
export interface Received {
  readonly cursor: string;
  readonly item: FeedItem;
  /** When it came, on the clock of `performance.now()`. */
  readonly came: number;
}

/**
 * A subscriber of the score feed by server-sent events, who goes on from the last complete event whenever the
 * connection is lost, until stopped.
 */
export class FeedFollower {
  readonly received: Received[] = [];
  /** Connections that were made. */
  connections = 0;
  private stopped = false;
  private current: ClientRequest | undefined;
  private following: Promise<void> | undefined;

  /** @param from `Last-Event-ID` of the first connection; absent, it begins with the first change there is */
  constructor(
    private readonly url: string,
    private readonly from?: string,
  ) {}

  start(): this {
    this.following = this.follow();
    return this;
  }

  get cursor(): string | undefined {
    return this.received.at(-1)?.cursor ?? this.from;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.current?.destroy();
    await this.following;
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      const response = await this.connect();
      if (response?.statusCode === 200) await this.read(response);
      else response?.resume();
      if (!this.stopped) await pause(30);
    }
  }

  private connect(): Promise<IncomingMessage | undefined> {
    const { cursor } = this;
    return new Promise((resolve) => {
      const headers = cursor === undefined ? {} : { 'last-event-id': cursor };
      this.current = get(`${this.url}/scores/changes/stream`, { headers, agent: false }, resolve);
      this.current.on('error', () => resolve(undefined));
    });
  }

  /** Until the connection is lost: what came of an event by then is dropped, and the whole of it comes again. */
  private async read(response: IncomingMessage): Promise<void> {
    this.connections++;
    let text = '';
    response.setEncoding('utf8');
    await new Promise<void>((resolve) => {
      response.on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      });
      response.on('error', () => resolve());
      response.on('close', () => resolve());
    });
  }

  private take(block: string): void {
    const lines = block.split('\n');
    const cursor = lines.find((line) => line.startsWith('id: '))?.slice(4);
    const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
    if (cursor === undefined || data === undefined) return;
    this.received.push({ cursor, item: JSON.parse(data) as FeedItem, came: performance.now() });
  }
}
