import { Agent } from 'node:http';
import type { Clock } from '@vilfredo/event-sourcing';
import type { Chance } from './chance.js';
import { Desk } from './desk.js';
import type { Ledger } from './ledger.js';
import { type Calls, noCalls, Sender } from './sender.js';
import { Shop } from './shop.js';

export interface LoadSettings {
  readonly url: string;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly clock: Clock;
  /** Share of the orders that lie anywhere in the past. */
  readonly lateShare: number;
  readonly senders?: number;
  /** Senders of contacts among them. */
  readonly desks?: number;
  readonly pauseMs?: number;
  readonly mostRecords?: number;
  /** Whether connections are kept between calls. */
  readonly keepAlive?: boolean;
  /** Whether senders wait as long as a 503 asks them to. */
  readonly isPatient?: boolean;
  /** Put before the names of the senders, where there is more than one load. */
  readonly prefix?: string;
}

/** Several senders at work on one deployment. */
export class Load {
  private readonly agent: Agent | undefined;
  private readonly senders: readonly Sender[];

  constructor({
    url,
    ledger,
    chance,
    clock,
    lateShare,
    senders = 5,
    desks = 2,
    pauseMs = 150,
    mostRecords = 30,
    keepAlive = true,
    isPatient = false,
    prefix = '',
  }: LoadSettings) {
    this.agent = keepAlive ? new Agent({ keepAlive: true }) : undefined;
    this.senders = Array.from({ length: senders }, (_, i) => {
      const name = `${prefix}${i < desks ? 'desk' : 'shop'}-${i + 1}`;
      const told = { source: name, chance: chance.fork(), now: clock() };
      const teller = i < desks ? new Desk(told) : new Shop({ ...told, clock, lateShare });
      const agent = this.agent === undefined ? {} : { agent: this.agent };
      const own = { name, url, teller, ledger, chance: chance.fork() };
      return new Sender({ ...own, pauseMs, mostRecords, isPatient, ...agent });
    });
  }

  /** Begins, or goes on after a stop. */
  start(): this {
    for (const sender of this.senders) sender.start();
    return this;
  }

  /** Resolves when everything begun is acknowledged. */
  async stop(): Promise<void> {
    await Promise.all(this.senders.map((sender) => sender.stop()));
    this.agent?.destroy();
  }

  get calls(): Calls {
    const sum = noCalls();
    for (const { calls } of this.senders) {
      for (const key of Object.keys(sum) as (keyof Calls)[]) sum[key] += calls[key];
    }
    return sum;
  }

  get findings(): readonly string[] {
    return this.senders.flatMap(({ findings }) => findings);
  }
}

/** What became of the calls of a load, and what of it was not in order. */
export type Told = Pick<Load, 'calls' | 'findings'>;
