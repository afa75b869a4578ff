import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import type { IntakeOrder } from '@vilfredo/order-ingestion';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { auditChanges, auditSubscriber } from './audit-feed.js';
import { auditLog, eventsOn, factsOf } from './audit-log.js';
import { freshViewsSha256, rebuildsEqual, viewsSha256 } from './audit-views.js';
import { Chance } from './chance.js';
import { FeedFollower } from './feed-follower.js';
import type { Figures } from './figures.js';
import { call, callJson } from './http-call.js';
import { Ledger, readLedger } from './ledger.js';
import { Load, type LoadSettings } from './load.js';
import { freePort, ServerProcess } from './server-process.js';

export interface DrillSettings {
  readonly seed: number;
  readonly rounds: number;
  readonly clock: Clock;
  /** Tells how it goes. */
  readonly say: (text: string) => void;
}

/** Cut-offs are taken often, so that faults meet them being taken. */
const hurriedEpochs = { everyHours: 24, movedShare: 0.01, atLeastSecondsApart: 0.2 };

/** A deployment under trial: its folder, the load on it, a subscriber of its feed, and the account of all that outside of it. */
export class Trial {
  readonly findings: string[] = [];
  /** Ids of events that somebody wrote past the intake; the ledger knows nothing of them. */
  readonly foreign = new Set<string>();
  readonly chance: Chance;
  server: ServerProcess | undefined;
  private readonly begun = performance.now();
  readonly follower: FeedFollower;
  private policy: Policy | undefined;

  private constructor(
    readonly name: string,
    readonly settings: DrillSettings,
    private readonly home: TemporaryFolder,
    readonly folder: string,
    private readonly port: number,
    readonly ledger: Ledger,
  ) {
    this.chance = new Chance(settings.seed);
    this.follower = new FeedFollower(this.url);
  }

  /** @param folder where the deployment keeps its data, when that is not the trial's own folder */
  static async open(name: string, settings: DrillSettings, folder?: string): Promise<Trial> {
    const home = await temporaryFolder();
    const ledger = await Ledger.open(join(home.path, 'ledger.ndjson'));
    return new Trial(name, settings, home, folder ?? join(home.path, 'data'), await freePort(), ledger);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A server for the folder; the one before must be gone. */
  start(): ServerProcess {
    this.server = ServerProcess.start({ folder: this.folder, port: this.port });
    return this.server;
  }

  /** The first start: the rules of the drill are put in force, and the subscriber begins to listen. */
  async begin(rules: Partial<Policy> = {}): Promise<ServerProcess> {
    const server = this.start();
    await server.ready();
    await callJson(`${this.url}/policy`, { name: 'drill', epochs: hurriedEpochs, ...rules }, 'PUT');
    this.policy = await this.policyInForce('drill');
    this.follower.start();
    return server;
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

  /** What the log says against the ledger so far, also while a server runs. */
  async auditLog() {
    const deliveries = await readLedger(this.ledger.path);
    const { clock } = this.settings;
    const orders = await eventsOn('orders', this.folder, clock);
    const told = orders.filter(({ id }) => !this.foreign.has(id));
    return auditLog(deliveries, told, clock());
  }

  /** Events in the log that are not folded. */
  async lag(): Promise<number> {
    const { text } = await call(`${this.url}/metrics`);
    const lag = /^\w*lag_events_now (\d+)/m.exec(text)?.[1];
    if (lag === undefined) throw new Error('the figures do not tell the lag');
    return Number(lag);
  }

  /** Resolves when the log holds nothing that is not folded. */
  async folded(): Promise<void> {
    while ((await this.lag()) > 0) await pause(20);
  }

  /** Resolves when everything is folded and told, and the subscriber has it. */
  async quiet(): Promise<void> {
    for (let calm = 0, told = ''; calm < 3; ) {
      const lag = await this.lag();
      const after = this.follower.cursor === undefined ? '' : `&after=${this.follower.cursor}`;
      const { items } = await callJson<{ items: unknown[] }>(`${this.url}/scores/changes?limit=1${after}`);
      const now = `${this.follower.cursor}`;
      calm = lag === 0 && items.length === 0 && now === told ? calm + 1 : 0;
      told = now;
      await pause(150);
    }
  }

  /** Holds log, feed and views to the ledger, with the server running and the load stopped; ends the server. */
  async conclude({ calls, findings }: Pick<Load, 'calls' | 'findings'>): Promise<Figures> {
    await this.quiet();
    const rebuilt = await rebuildsEqual(this.url);
    if (!rebuilt) this.findings.push('folding the log again gives other views than the live ones');
    await this.quiet();
    const ended = await this.server?.terminate();
    if (ended?.code !== 0) this.findings.push(`the last stop ended with ${ended?.code ?? ended?.signal}`);
    await this.follower.stop();

    const { clock, seed, rounds } = this.settings;
    const log = await this.auditLog();
    const changes = await eventsOn('scores', this.folder, clock);
    const feeds = [auditChanges(changes), auditSubscriber(changes, this.follower.received)];
    const same = await this.sameAsFresh();
    const epochs = (await eventsOn('governance', this.folder, clock)).filter(({ type }) => type === 'CutoffsRecorded');
    this.settings.say(
      `${changes.length} changes told, ${this.follower.connections} connections, ${epochs.length} cut-offs taken`,
    );
    this.findings.push(...findings, ...log.findings, ...feeds.flatMap(({ findings }) => findings));
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
      dupDeliveries: calls.duplicates,
      dupEffects: summed('dupEffects'),
      reordered: summed('reordered'),
      viewsEqual: rebuilt && same,
      seconds: (performance.now() - this.begun) / 1_000,
      findings: this.findings,
    };
  }

  /** Ends what still runs and removes what was written, however the drill went. */
  async dispose(): Promise<void> {
    if (this.server?.isRunning) await this.server.kill();
    await this.follower.stop();
    await this.ledger.close();
    await this.home.dispose();
  }

  private async sameAsFresh(): Promise<boolean> {
    const now = this.settings.clock() + 60_000;
    const acked = (await readLedger(this.ledger.path)).filter((delivery) => delivery.acked);
    const records = [...factsOf(acked, now).values()].map(({ record }) => record);
    const live = await viewsSha256(this.folder, now);
    if (this.policy === undefined) return false;
    const fresh = await freshViewsSha256(records, this.policy, now, this.chance);
    if (live !== fresh) this.findings.push('a fresh deployment told the same facts in another order has other views');
    return live === fresh;
  }

  private async policyInForce(name: string): Promise<Policy> {
    for (;;) {
      const policy = await callJson<Policy>(`${this.url}/policy`);
      if (policy.name === name) return policy;
      await pause(20);
    }
  }
}
