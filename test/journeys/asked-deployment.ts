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

/** An alert as `GET /alerts` tells it. */
export interface Alert {
  readonly id: string;
  readonly customerId: string;
  readonly rule: string;
  readonly severity: string;
  readonly raisedAt: string;
  readonly because: readonly { readonly text: string; readonly causes: readonly string[] }[];
  readonly state: string;
  readonly outcome: string | null;
  readonly resolvedBy: string | null;
  readonly notified: readonly { readonly via: string; readonly receiver: string; readonly result: string }[];
  readonly events: readonly string[];
  readonly correlationid: string;
}

/** What a journey asks of a deployment, however it is run. */
export abstract class AskedDeployment {
  /** By how much its clock is ahead of the machine's, ms. */
  protected ahead = 0;

  /** Where it serves. */
  abstract get url(): string;
  /** How much is left to do: events that are not folded, and whoever has still to come to new cut-offs. 0 when it is at rest. */
  protected abstract undone(): Promise<number>;
  /** Ends it in order, and starts it again with its clock so much further on, ms. */
  abstract later(ms: number): Promise<void>;

  /** Where its clock stands, epoch ms. */
  get now(): number {
    return Date.now() + this.ahead;
  }

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

  /** Posts JSON. @throws Error when it is answered with 400 or more, or when a part of it is refused */
  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await callJson<T & { refused?: unknown[] }>(`${this.url}${path}`, body);
    if ((answer.refused ?? []).length > 0) throw new Error(`${path} refused ${JSON.stringify(answer.refused)}`);
    return answer;
  }

  /** Every item of a list that is told page by page, such as `/alerts?open=true`. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const from = cursor === '' ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; next: string | null } = await this.get(`${path}${from}`);
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  /** The alerts that a rule has raised for a customer, open or not. */
  async alertsOf(customerId: string, rule: string): Promise<Alert[]> {
    const alerts = await this.all<Alert>(`/alerts?customer=${encodeURIComponent(customerId)}`);
    return alerts.filter((alert) => alert.rule === rule);
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
      const undone = await this.undone();
      const { cursor } = await this.changes(told);
      calm = undone === 0 && cursor === told ? calm + 1 : 0;
      told = cursor;
      await pause(150);
    }
  }
}

/** What a process tells at `/metrics` of what it has still to do. */
export async function undoneAt(address: string): Promise<number> {
  const { text } = await call(`${address}/metrics`);
  const told = [...text.matchAll(/^\w*(?:lag_events|lag_events_now|cutoffs_pending) (\d+)/gm)];
  return told.length === 0 ? Number.NaN : told.reduce((sum, [, figure]) => sum + Number(figure), 0);
}
