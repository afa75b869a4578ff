import type { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance.js';
import { type Answer, call, NoAnswer } from './http-call.js';
import type { Ledger } from './ledger.js';
import type { ToldRecord } from './told-record.js';

/** Makes up what is told, and knows where. */
export interface Teller {
  readonly route: '/orders' | '/interactions';
  next(): ToldRecord;
}

export interface SenderSettings {
  readonly name: string;
  readonly url: string;
  readonly teller: Teller;
  readonly ledger: Ledger;
  readonly chance: Chance;
  /** Connections that are kept; absent, each call has its own. */
  readonly agent?: Agent;
  /** The longest pause between two calls, in milliseconds. */
  readonly pauseMs: number;
  /** The most records in one call. */
  readonly mostRecords: number;
  /** Whether it waits as long as a 503 asks it to; absent, it is back after a tenth of a second. */
  readonly isPatient?: boolean;
}

/** What became of the calls of a sender. */
export interface Calls {
  answered: number;
  /** 503: to be sent again later. */
  unavailable: number;
  /** Without `Retry-After` among them. */
  withoutRetryAfter: number;
  /** No connection could be made. */
  unreached: number;
  /** The connection went before any answer. */
  reset: number;
  /** The connection went in the middle of an answer. */
  broken: number;
  /** Calls among those that got no answer although the system took what they told. */
  unanswered: number;
  /** Facts that the system said it had already. */
  duplicates: number;
}

export function noCalls(): Calls {
  return {
    answered: 0,
    unavailable: 0,
    withoutRetryAfter: 0,
    unreached: 0,
    reset: 0,
    broken: 0,
    unanswered: 0,
    duplicates: 0,
  };
}

/** One system that sends facts, one call at a time: a call that is not acknowledged is made again with the same facts, until it is. */
export class Sender {
  readonly calls = noCalls();
  /** What the system answered that it should not have. */
  readonly findings: string[] = [];
  private readonly told = new Set<ToldRecord>();
  private stopping = false;
  private sending: Promise<void> | undefined;

  constructor(private readonly settings: SenderSettings) {}

  /** Begins, or goes on after a stop. */
  start(): this {
    this.stopping = false;
    this.sending = this.send();
    return this;
  }

  /** Resolves when the last call begun is acknowledged. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.sending;
  }

  private async send(): Promise<void> {
    const { chance, ledger, name, pauseMs } = this.settings;
    while (!this.stopping) {
      const records = this.batch();
      const intent = await ledger.intend(name, records);
      await this.deliver(records);
      await ledger.acknowledge(intent);
      for (const record of records) this.told.add(record);
      await pause(chance.next() * pauseMs);
    }
  }

  /** Singles and batches, sometimes with facts among them that were told before. */
  private batch(): ToldRecord[] {
    const { chance, teller, mostRecords } = this.settings;
    const size = chance.happens(0.3) ? 1 : 1 + chance.below(mostRecords);
    const records = Array.from({ length: size }, () => teller.next());
    if (this.told.size === 0 || !chance.happens(0.15)) return records;
    const again = Array.from({ length: 1 + chance.below(3) }, () => chance.oneOf([...this.told]));
    return chance.happens(0.5) ? [...records, ...again] : [...again, ...records];
  }

  private async deliver(records: readonly ToldRecord[]): Promise<void> {
    for (;;) {
      const answer = await this.attempt(records);
      if (answer?.status === 202) {
        this.check(answer, records);
        return;
      }
      if (answer !== undefined && answer.status !== 503) {
        this.findings.push(`a call was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
      }
      await pause(this.waitAfter(answer));
    }
  }

  /** Milliseconds until it is tried again. */
  private waitAfter(answer: Answer | undefined): number {
    if (answer === undefined) return 20;
    const asked = Number(answer.headers['retry-after']);
    return this.settings.isPatient && asked > 0 ? asked * 1_000 : 100;
  }

  private async attempt(records: readonly ToldRecord[]): Promise<Answer | undefined> {
    const { url, agent, teller } = this.settings;
    const single = records.length === 1;
    const body = records.map((record) => JSON.stringify(record)).join('\n');
    const headers = { 'content-type': single ? 'application/json' : 'application/x-ndjson' };
    try {
      const answer = await call(url + teller.route, {
        method: 'POST',
        headers,
        body,
        ...(agent === undefined ? {} : { agent }),
      });
      if (answer.status === 503) this.calls.unavailable++;
      else this.calls.answered++;
      if (answer.status === 503 && answer.headers['retry-after'] === undefined) this.calls.withoutRetryAfter++;
      return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.calls[error.unreached ? 'unreached' : error.broken ? 'broken' : 'reset']++;
      return undefined;
    }
  }

  private check({ text }: Answer, records: readonly ToldRecord[]): void {
    const { accepted, duplicates, refused } = JSON.parse(text) as {
      accepted: number;
      duplicates: number;
      refused: unknown[];
    };
    this.calls.duplicates += duplicates;
    if (duplicates > records.filter((record) => this.told.has(record)).length) this.calls.unanswered++;
    if (accepted + duplicates !== records.length) {
      this.findings.push(
        `of ${records.length} good records ${refused.length} were refused: ${JSON.stringify(refused).slice(0, 300)}`,
      );
    }
  }
}
