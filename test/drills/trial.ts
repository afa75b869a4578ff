import { setTimeout as pause } from 'node:timers/promises';
import type { Clock, EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import { auditAlerts, type ListedAlert } from './audit-alerts.js';
import type { FeedAudit } from './audit-feed.js';
import { auditLog, eventsOn, type LogAudit } from './audit-log.js';
import { auditWebhooks, toldByWebhook } from './audit-webhooks.js';
import { Chance } from './chance.js';
import { FeedFollower } from './feed-follower.js';
import type { Figures } from './figures.js';
import { alertingInput, freshAlerts } from './fresh-alerts.js';
import type { HookServer } from './hook-server.js';
import { callJson } from './http-call.js';
import { type Ledger, readLedger } from './ledger.js';
import { Load, type LoadSettings } from './load.js';
import { pagesOf } from './pages-of.js';
import type { Receivers } from './receivers.js';
import { drillRules } from './rules-of-drills.js';
import { Shop } from './shop.js';
import type { ToldRecord } from './told-record.js';

export interface DrillSettings {
  readonly seed: number;
  readonly rounds: number;
  readonly clock: Clock;
  /** Tells how it goes. */
  readonly say: (text: string) => void;
}

const webhookPatienceMs = 90_000;
/** Longer than it takes until somebody is told that nobody took an alert on. */
const escalatedMs = 2_500;

/** A deployment under trial: the load on it, subscribers of its feed and its alerts, and the account of all that outside of it. */
export abstract class Trial {
  /** What was not as promised, in words. */
  abstract readonly findings: string[];
  /** Ids of events that somebody wrote past the intake; the ledger knows nothing of them. */
  readonly foreign = new Set<string>();
  readonly chance: Chance;
  readonly follower: FeedFollower;
  /** Share of the orders of its shops that lie anywhere in the past. */
  readonly lateShare: number = 1;
  protected readonly begun = performance.now();
  protected policy: Policy | undefined;

  /** @param url where all of its routes are */
  protected constructor(
    readonly name: string,
    readonly settings: DrillSettings,
    readonly url: string,
    readonly ledger: Ledger,
    readonly receivers: Receivers,
  ) {
    this.chance = new Chance(settings.seed);
    this.follower = new FeedFollower(url);
  }

  /** Opens its log beside the deployment, for as long as the work takes. */
  abstract withLog<T>(work: (log: EventLog) => Promise<T>): Promise<T>;

  /** Events in the log that are not scored. */
  abstract lag(): Promise<number>;

  /** Events in the log that those who live on contacts and scores have not followed. */
  abstract lagOfOthers(): Promise<number>;

  /** Processes that score and are on their way into new cut-offs. */
  protected abstract moving(): Promise<number>;

  /** Resolves when everything is folded and told, and the subscriber has it. */
  async quiet(): Promise<void> {
    await this.calm(3, 150);
  }

  /** Senders that are yet to begin. */
  load(settings: Partial<LoadSettings> = {}): Load {
    const { url, ledger, chance, lateShare } = this;
    return new Load({ url, ledger, chance: chance.fork(), clock: this.settings.clock, lateShare, ...settings });
  }

  /** Somebody who makes up orders. */
  shop(source: string): Shop {
    const { clock } = this.settings;
    return new Shop({ source, chance: this.chance.fork(), now: clock(), clock, lateShare: this.lateShare });
  }

  /** Tells records in a way of one's own; resolves, with the account kept, when `tell` does. */
  async tell<T>(sender: string, records: readonly ToldRecord[], tell: () => Promise<T>): Promise<T> {
    const intent = await this.ledger.intend(sender, records);
    const told = await tell();
    await this.ledger.acknowledge(intent);
    return told;
  }

  /** What the log says against the ledger so far, also while the deployment runs. */
  async auditLog(): Promise<LogAudit> {
    // What is acknowledged by now must be there when it is looked for afterwards.
    const deliveries = await readLedger(this.ledger.path);
    const facts = await this.withLog((log) => eventsOn(['orders', 'interactions'], log));
    const told = facts.filter(({ id }) => !this.foreign.has(id));
    return auditLog(deliveries, told, this.settings.clock());
  }

  /** Resolves when the log holds nothing that is not scored. */
  async folded(): Promise<void> {
    while ((await this.lag()) > 0) await pause(20);
  }

  /** Puts the rules of the drill in force; the subscriber begins to listen. */
  protected async govern(rules: Partial<Policy>): Promise<void> {
    await callJson(`${this.url}/policy`, { name: 'drill', ...drillRules, ...rules }, 'PUT');
    this.policy = await this.policyInForce('drill');
    this.follower.start();
  }

  /**
   * Resolves when several looks in a row, so many milliseconds apart, have found nothing to fold, no new cut-offs
   * to come to, and nothing new told.
   * @param until on the clock of `performance.now()`
   * @throws Error when it has not come to that by then
   */
  protected async calm(looks: number, apart: number, until = Number.POSITIVE_INFINITY): Promise<void> {
    for (let calm = 0, told = ''; calm < looks; ) {
      const moving = await this.moving();
      const lag = (await this.lag()) + (await this.lagOfOthers());
      const after = this.follower.cursor === undefined ? '' : `&after=${this.follower.cursor}`;
      const { items } = await callJson<{ items: unknown[] }>(`${this.url}/scores/changes?limit=1${after}`);
      const now = `${this.follower.cursor}`;
      calm = moving === 0 && lag === 0 && items.length === 0 && now === told ? calm + 1 : 0;
      told = now;
      if (performance.now() > until)
        throw new Error(`no end of it: ${lag} events are not folded, ${moving} await cut-offs`);
      await pause(apart);
    }
  }

  /** The receiver that was dead all the while is back: it must get everything. */
  async revive(): Promise<void> {
    const { live, dead } = this.receivers;
    const begun = performance.now();
    dead.comeBack();
    await callJson(`${this.url}/receivers/dead/enable`, {});
    await this.delivered(dead);
    const ms = Math.round(performance.now() - begun);
    const { webhooks, repeats, lost, reordered, findings } = auditWebhooks(
      'the dead receiver',
      await this.alerts(),
      dead,
    );
    this.settings.say(
      `the dead receiver was told of ${webhooks} events within ${ms} ms after it was back, ${repeats} of them again; ${live.taken.length} requests came to the live one`,
    );
    this.findings.push(...findings);
    if (lost + reordered > 0)
      this.findings.push(`a receiver that came back lost ${lost}, and got ${reordered} too early`);
  }

  /** Resolves when a receiver was told of everything that is in the log by now, or its time is over. */
  protected async delivered(to: HookServer): Promise<void> {
    const due = toldByWebhook(await this.alerts());
    for (const end = performance.now() + webhookPatienceMs; performance.now() < end; await pause(100)) {
      const got = new Set(to.taken.map(({ id }) => id));
      if (due.every(({ id }) => got.has(id))) return;
    }
  }

  /** Resolves when nothing more is said of alerts by time alone, and the receiver that is there was told of everything. */
  protected async alerted(): Promise<void> {
    await pause(escalatedMs);
    await this.delivered(this.receivers.live);
  }

  protected alerts(): Promise<readonly StoredEvent[]> {
    return this.withLog((log) => eventsOn('alerts', log));
  }

  protected listedAlerts(): Promise<readonly ListedAlert[]> {
    return pagesOf<ListedAlert>(`${this.url}/alerts?limit=500`);
  }

  /** Holds alerts and webhooks to the log. @param isOneOrder whether the log is read in one order */
  protected async alertFigures(listed: readonly ListedAlert[], isOneOrder: boolean) {
    const told = await this.alerts();
    const fresh = await freshAlerts(await this.withLog(alertingInput), this.settings.clock());
    const { alerts, dupAlerts, lostAlerts, findings } = auditAlerts({ told, fresh, listed, isOneOrder });
    const hooks = auditWebhooks('the live receiver', told, this.receivers.live);
    this.findings.push(...findings, ...hooks.findings);
    const { webhooks, repeats: webhookRepeats } = hooks;
    return { alerts, dupAlerts, lostAlerts, webhooks, webhookRepeats };
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
