import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import type { IntakeOrder } from '@vilfredo/order-ingestion';
import type { FeedAudit } from './audit-feed.js';
import { auditLog, eventsOn, type LogAudit } from './audit-log.js';
import { Chance } from './chance.js';
import { FeedFollower } from './feed-follower.js';
import type { Figures } from './figures.js';
import { callJson } from './http-call.js';
import { type Ledger, readLedger } from './ledger.js';
import { Load, type LoadSettings } from './load.js';

export interface DrillSettings {
  readonly seed: number;
  readonly rounds: number;
  readonly clock: Clock;
  /** Tells how it goes. */
  readonly say: (text: string) => void;
}

/** Cut-offs are taken often, so that faults meet them being taken. */
const hurriedEpochs = { everyHours: 24, movedShare: 0.01, atLeastSecondsApart: 0.2 };

/** A deployment under trial: the load on it, a subscriber of its feed, and the account of all that outside of it. */
export abstract class Trial {
  /** What was not as promised, in words. */
  abstract readonly findings: string[];
  /** Ids of events that somebody wrote past the intake; the ledger knows nothing of them. */
  readonly foreign = new Set<string>();
  readonly chance: Chance;
  readonly follower: FeedFollower;
  protected readonly begun = performance.now();
  protected policy: Policy | undefined;

  /** @param url where all of its routes are */
  protected constructor(
    readonly name: string,
    readonly settings: DrillSettings,
    readonly url: string,
    readonly ledger: Ledger,
  ) {
    this.chance = new Chance(settings.seed);
    this.follower = new FeedFollower(url);
  }

  /** Opens its log beside the deployment, for as long as the work takes. */
  abstract withLog<T>(work: (log: EventLog) => Promise<T>): Promise<T>;

  /** Events in the log that are not folded. */
  abstract lag(): Promise<number>;

  /** Resolves when everything is folded and told, and the subscriber has it. */
  async quiet(): Promise<void> {
    await this.calm(3, 150);
  }

  /** Senders that are yet to begin. */
  load(settings: Partial<LoadSettings> = {}): Load {
    const { url, ledger, chance } = this;
    return new Load({ url, ledger, chance: chance.fork(), now: this.settings.clock(), ...settings });
  }

  /** Tells records in a way of one's own; resolves, with the account kept, when `tell` does. */
  async tell<T>(sender: string, records: readonly IntakeOrder[], tell: () => Promise<T>): Promise<T> {
    const intent = await this.ledger.intend(sender, records);
    const told = await tell();
    await this.ledger.acknowledge(intent);
    return told;
  }

  /** What the log says against the ledger so far, also while the deployment runs. */
  async auditLog(): Promise<LogAudit> {
    const orders = await this.withLog((log) => eventsOn('orders', log));
    const told = orders.filter(({ id }) => !this.foreign.has(id));
    return auditLog(await readLedger(this.ledger.path), told, this.settings.clock());
  }

  /** Resolves when the log holds nothing that is not folded. */
  async folded(): Promise<void> {
    while ((await this.lag()) > 0) await pause(20);
  }

  /** Puts the rules of the drill in force; the subscriber begins to listen. */
  protected async govern(rules: Partial<Policy>): Promise<void> {
    await callJson(`${this.url}/policy`, { name: 'drill', epochs: hurriedEpochs, ...rules }, 'PUT');
    this.policy = await this.policyInForce('drill');
    this.follower.start();
  }

  /**
   * Resolves when several looks in a row, so many milliseconds apart, have found nothing to fold and nothing new told.
   * @param until on the clock of `performance.now()`
   * @throws Error when it has not come to that by then
   */
  protected async calm(looks: number, apart: number, until = Number.POSITIVE_INFINITY): Promise<void> {
    for (let calm = 0, told = ''; calm < looks; ) {
      const lag = await this.lag();
      const after = this.follower.cursor === undefined ? '' : `&after=${this.follower.cursor}`;
      const { items } = await callJson<{ items: unknown[] }>(`${this.url}/scores/changes?limit=1${after}`);
      const now = `${this.follower.cursor}`;
      calm = lag === 0 && items.length === 0 && now === told ? calm + 1 : 0;
      told = now;
      if (performance.now() > until) throw new Error(`no end of it: ${lag} events are not folded`);
      await pause(apart);
    }
  }

  protected figures(log: LogAudit, feeds: readonly FeedAudit[], duplicates: number, viewsEqual: boolean): Figures {
    const { seed, rounds } = this.settings;
    this.findings.push(...log.findings, ...feeds.flatMap(({ findings }) => findings));
    const summed = (figure: 'lost' | 'dupEffects' | 'reordered') =>
      feeds.reduce((sum, feed) => sum + feed[figure], log[figure]);
    return {
      drill: this.name,
      seed,
      rounds,
      sent: log.sent,
      acked: log.acked,
      stored: log.stored,
      lost: summed('lost'),
      dupDeliveries: duplicates,
      dupEffects: summed('dupEffects'),
      reordered: summed('reordered'),
      viewsEqual,
      seconds: (performance.now() - this.begun) / 1_000,
      findings: this.findings,
    };
  }

  private async policyInForce(name: string): Promise<Policy> {
    for (;;) {
      const policy = await callJson<Policy>(`${this.url}/policy`);
      if (policy.name === name) return policy;
      await pause(20);
    }
  }
}
