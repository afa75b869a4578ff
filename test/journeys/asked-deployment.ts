import { setTimeout as pause } from 'node:timers/promises';
import type { IntakeOrder } from '@vilfredo/order-ingestion';
import type { FeedItem } from '@vilfredo/scoring';
import { call, callJson } from '../drills/http-call.js';

/** A customer's score as `GET /scores/snapshot` tells it. */
export interface Score {
  readonly customerId: string;
  readonly seq: number;
  readonly state: string | null;
  readonly value: number | null;
  readonly tier: string | null;
}

/** What a journey asks of a deployment, however it is run. */
export abstract class AskedDeployment {
  /** Where it serves. */
  abstract get url(): string;
  /** Events that are not folded. */
  protected abstract lag(): Promise<number>;

  get<T>(path: string): Promise<T> {
    return callJson<T>(`${this.url}${path}`);
  }

  /** Posts records as one batch. @throws Error when one of them is not taken */
  async tell(records: readonly IntakeOrder[]): Promise<void> {
    const body = records.map((record) => JSON.stringify(record)).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    const { status, text } = await call(`${this.url}/orders`, { method: 'POST', headers, body });
    const { refused } = JSON.parse(text) as { refused: unknown[] };
    if (status !== 202 || refused.length > 0) throw new Error(`orders were answered ${status}: ${text.slice(0, 300)}`);
  }

  /** Every change on the feed after a cursor, and the cursor after them. */
  async changes(after = ''): Promise<{ items: FeedItem[]; cursor: string }> {
    const items: FeedItem[] = [];
    for (let cursor = after; ; ) {
      const page = await this.get<{ items: FeedItem[]; next: string }>(
        `/scores/changes?limit=1000&after=${encodeURIComponent(cursor)}`,
      );
      if (page.items.length === 0) return { items, cursor };
      items.push(...page.items);
      cursor = page.next;
    }
  }

  /** Every current score, and the cursor to go on from. */
  async snapshot(): Promise<{ scores: Map<string, Score>; cursor: string }> {
    const { text } = await call(`${this.url}/scores/snapshot`);
    const lines = text.trim().split('\n');
    const { cursor } = JSON.parse(lines.pop() ?? '{}') as { cursor: string };
    const scores = lines.map((line) => JSON.parse(line) as Score);
    return { scores: new Map(scores.map((score) => [score.customerId, score])), cursor };
  }

  /** Resolves when everything is folded and the feed has said all there is to say. */
  async quiet(): Promise<void> {
    let told = '';
    for (let calm = 0; calm < 4; ) {
      const lag = await this.lag();
      const { cursor } = await this.changes(told);
      calm = lag === 0 && cursor === told ? calm + 1 : 0;
      told = cursor;
      await pause(150);
    }
  }
}

/** What a process tells of itself at `/metrics`. */
export async function lagAt(address: string): Promise<number> {
  const { text } = await call(`${address}/metrics`);
  return Number(/^\w*lag_events_now (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}
