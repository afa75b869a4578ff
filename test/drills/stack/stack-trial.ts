import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '@vilfredo/event-sourcing';
import { openKafkaEventLog } from '@vilfredo/kafka';
import { openMongoViewStore } from '@vilfredo/mongo';
import { feedItem } from '@vilfredo/scoring';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { auditChanges, auditSubscriberByCustomer } from '../audit-feed.js';
import { eventsOn } from '../audit-log.js';
import { ackedRecords, freshViewsSha256 } from '../audit-views.js';
import type { Figures } from '../figures.js';
import { call, callJson, NoAnswer } from '../http-call.js';
import { Ledger } from '../ledger.js';
import type { Load, LoadSettings, Told } from '../load.js';
import { Receivers } from '../receivers.js';
import { toldFigure } from '../told-figure.js';
import { type DrillSettings, Trial } from '../trial.js';
import { GroupWatch } from './group-watch.js';
import { Inquirer } from './inquirer.js';
import type { ServiceSlot } from './service-slot.js';
import { partitions, slotsOn } from './slots-on.js';
import { type ServersWanted, StackServers } from './stack-servers.js';

export interface StackSettings extends Omit<ServersWanted, 'folder' | 'seed'> {
  /** Places for processes that score; the first two are taken at the beginning. 2 when absent. */
  readonly workers?: number;
}

const patienceMs = 120_000;
/** Cut-offs are taken in a twentieth of the time: after six seconds of it, on a crowded machine, not before two minutes. */
const quietWithinMs = 300_000;
/** What a machine that runs all of a stack and the drill can take. */
const stackLoad = { senders: 3, desks: 1, mostRecords: 15, pauseMs: 200, isPatient: true };

/** The figures by which those who follow the log tell how far they are behind. */
const lagFigures: Readonly<Record<string, string>> = {
  scoring: 'lag_events_now',
  alerting: 'alerting_lag_events',
  outreach: 'outreach_lag_events',
  'interaction-capture': 'contacts_lag_events_now',
};

/** Every service as a process of its own, behind the gateway, on a broker and a database. */
export class StackTrial extends Trial {
  readonly inquirer: Inquirer;
  /** For a late order the customer's past is looked for, which takes a stand-in for the database long. */
  override readonly lateShare = 0.1;
  group!: GroupWatch;

  /** The drill that it goes through, and since when. */
  private drill = { name: '', since: performance.now(), rebalances: 0 };
  /** Why a service did not tell its figures when it was asked last, by URL. */
  private readonly figuresMissing = new Map<string, string>();

  private constructor(
    settings: DrillSettings,
    private readonly home: TemporaryFolder,
    ledger: Ledger,
    readonly servers: StackServers,
    readonly slots: readonly ServiceSlot[],
    readonly findings: string[],
    receivers: Receivers,
  ) {
    super('stack', settings, slots.find(({ name }) => name === 'gateway')!.url, ledger, receivers);
    this.inquirer = new Inquirer(this.url, this.chance.fork());
  }

  /** @throws NoServers */
  static async open(settings: DrillSettings, wanted: StackSettings = {}): Promise<StackTrial> {
    const home = await temporaryFolder();
    const { workers = 2, ...servers } = wanted;
    try {
      const started = await StackServers.start({ ...servers, seed: settings.seed, folder: home.path });
      const findings: string[] = [];
      const receivers = await Receivers.open(home.path);
      const onFall = (what: string) => void findings.push(what);
      const slots = await slotsOn(started, { workers, receivers, onFall });
      const ledger = await Ledger.open(join(home.path, 'ledger.ndjson'));
      return new StackTrial(settings, home, ledger, started, slots, findings, receivers);
    } catch (error) {
      await home.dispose();
      throw error;
    }
  }

  slot(name: string): ServiceSlot {
    const slot = this.slots.find((one) => one.name === name);
    if (slot === undefined) throw new RangeError(`there is no place ${name}`);
    return slot;
  }

  /** The places of those who score, taken or not. */
  get workers(): readonly ServiceSlot[] {
    return this.slots.filter(({ service }) => service === 'scoring');
  }

  /** The first start of all, under the rules of the drills. */
  async begin(): Promise<void> {
    // The first makes the topics that the others look for.
    await this.slot('order-ingestion').start();
    const names = ['customer-registry', 'interaction-capture', 'alerting-1', 'outreach'];
    const others = names.map((name) => this.slot(name));
    await Promise.all([...others, ...this.workers.slice(0, 2)].map((slot) => slot.start()));
    await this.slot('gateway').start();
    await this.govern({ currency: 'EUR' });
    this.group = await GroupWatch.start(this.servers.brokers, 'scoring');
    this.inquirer.start();
  }

  /** What follows is this drill's. */
  enter(name: string): void {
    this.drill = { name, since: performance.now(), rebalances: this.group.rebalances };
  }

  override load(settings: Partial<LoadSettings> = {}): Load {
    const prefix = `${this.drill.name}-`;
    return super.load({ prefix, ...stackLoad, ...settings });
  }

  async withLog<T>(work: (log: EventLog) => Promise<T>): Promise<T> {
    const { clock } = this.settings;
    const { brokers, databaseUrl, nodes } = this.servers;
    const store = await openMongoViewStore({ url: databaseUrl });
    const place = {
      brokers: brokers.split(','),
      clientId: 'drill',
      source: 'drill',
      partitions,
      replication: nodes.length,
    };
    const log = await openKafkaEventLog({ ...place, store, clock, log: () => undefined });
    try {
      return await work(log);
    } finally {
      await log.close();
      await store.close();
    }
  }

  async lag(): Promise<number> {
    return this.lagOfAny('scoring');
  }

  /** As one process of those that share the partitions sees it: of all of them; infinite when it does not say. */
  async lagOf({ url, service }: ServiceSlot): Promise<number> {
    return this.figureOf(url, lagFigures[service]!);
  }

  async lagOfOthers(): Promise<number> {
    const lags = await Promise.all(
      Object.keys(lagFigures).map((service) => (service === 'scoring' ? 0 : this.lagOfAny(service))),
    );
    return lags.reduce((sum, lag) => sum + lag, 0);
  }

  protected async moving(): Promise<number> {
    const running = this.workers.filter(({ isRunning }) => isRunning);
    const moving = await Promise.all(running.map(({ url }) => this.figureOf(url, 'cutoffs_pending')));
    return moving.reduce((sum, figure) => sum + figure, 0);
  }

  /** Whether everybody who scores and runs has partitions, and nobody else. */
  whole(withinMs = patienceMs): Promise<boolean> {
    return this.group.has(this.workers.filter(({ isRunning }) => isRunning).length, withinMs);
  }

  override async quiet(): Promise<void> {
    const until = performance.now() + quietWithinMs;
    if (!(await this.whole())) throw new Error('the workers did not come to share the partitions');
    for (;;) {
      try {
        return await this.calm(4, 400, until);
      } catch (error) {
        if (performance.now() > until) throw new Error(`${error}\n${this.lastWords()}`, { cause: error });
        await pause(500);
      }
    }
  }

  /** Holds log, feed and views to the ledger, with all services running and the loads of the drill stopped. */
  async assess(rounds: number, loads: readonly Told[]): Promise<Figures> {
    const { name, since, rebalances } = this.drill;
    const loaded = performance.now();
    await this.quiet();
    const quiet = performance.now();
    await this.alerted();
    const live = await callJson<{ asOf: string; viewsSha256: string }>(`${this.url}/summary?hash=true`);
    const audit = await this.auditLog();
    const { changes, received, epochs } = await this.told();
    const isEqual = await this.sameAsFresh(live);
    const [quietMs, accountMs] = [quiet - loaded, performance.now() - quiet].map(Math.round);
    this.settings.say(`quiet ${quietMs} ms after the load, held to account ${accountMs} ms later`);
    const seen = this.group.rebalances - rebalances;
    const { answered, putOff, unanswered } = this.inquirer;
    this.settings.say(
      `${changes.length} changes told, ${this.follower.connections} connections, ${epochs} cut-offs taken, ${seen} rebalances seen, ${answered} questions answered, ${putOff} put off, ${unanswered} lost`,
    );
    const calls = loads.map(({ calls }) => calls);
    if (calls.some(({ withoutRetryAfter }) => withoutRetryAfter > 0)) {
      this.findings.push('a 503 came without Retry-After');
    }
    this.findings.push(...loads.flatMap(({ findings }) => findings));
    const duplicates = calls.reduce((sum, { duplicates }) => sum + duplicates, 0);
    const feeds = [auditChanges(changes), auditSubscriberByCustomer(changes, received)];
    const alerts = await this.alertFigures(await this.listedAlerts(), false);
    const figures = { ...this.figures(audit, feeds, duplicates, isEqual), ...alerts };
    const seconds = (performance.now() - since) / 1_000;
    return { ...figures, drill: name, on: 'stack', rounds, seconds, rebalances: seen, findings: this.takeFindings() };
  }

  /** What was not as promised, since they were taken last. */
  takeFindings(): readonly string[] {
    const complaints = this.slots.flatMap((slot) => slot.takeComplaints());
    return [...this.findings.splice(0), ...this.inquirer.findings.splice(0), ...complaints];
  }

  /** Asks all services to end: who takes in first, then who scores. */
  async stopServices(): Promise<void> {
    await this.inquirer.stop();
    for (const slot of [...this.slots].reverse()) {
      const ended = await slot.terminate();
      if (ended !== undefined && ended.code !== 0) {
        this.findings.push(`the last stop of ${slot.name} ended with ${ended.code ?? ended.signal}`);
      }
    }
  }

  /** Ends what still runs and removes what was written, however the drill went. */
  async dispose(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.retire()));
    await this.inquirer.stop();
    await this.follower.stop();
    await this.receivers.close();
    await this.group?.stop();
    await this.servers.stop();
    await this.ledger.close();
    await this.home.dispose();
  }

  /** As the first process of a service that tells it. */
  private async lagOfAny(service: string): Promise<number> {
    for (const slot of this.slots.filter((one) => one.service === service && one.isRunning)) {
      const lag = await this.lagOf(slot);
      if (Number.isFinite(lag)) return lag;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Infinite when nobody tells it. */
  private async figureOf(url: string, name: string): Promise<number> {
    const answer = await call(`${url}/metrics`, { timeoutMs: 3_000 }).catch(orWhyNot);
    this.figuresMissing.delete(url);
    if ('text' in answer) return toldFigure(answer.text, name) ?? Number.POSITIVE_INFINITY;
    this.figuresMissing.set(url, answer.message);
    return Number.POSITIVE_INFINITY;
  }

  private lastWords(): string {
    const words = ({ log }: ServiceSlot) => log.slice(-20).map((line) => JSON.stringify(line).slice(0, 400));
    return this.slots
      .flatMap((slot) => [`${slot.name}: ${this.figuresMissing.get(slot.url) ?? ''}`, ...words(slot)])
      .join('\n');
  }

  /** What the log tells by now, and what the subscriber has: what is yet to come to them, they get from where they stand. */
  private told() {
    return this.withLog(async (log) => {
      const received = [...this.follower.received];
      const span = { from: received.at(-1)?.cursor, through: await log.end() };
      const due = await eventsOn('scores', log, span);
      const late = due.map((event) => ({ cursor: '', item: feedItem(event), came: performance.now() }));
      const governance = await eventsOn('governance', log);
      const epochs = governance.filter(({ type }) => type === 'CutoffsRecorded').length;
      const changes = await eventsOn('scores', log, { through: span.through });
      return { changes, received: [...received, ...late], epochs };
    });
  }

  private async sameAsFresh(live: { readonly asOf: string; readonly viewsSha256: string }): Promise<boolean> {
    const asOf = Date.parse(live.asOf);
    const records = await ackedRecords(this.ledger.path, asOf);
    if (this.policy === undefined) return false;
    const isEqual = (await freshViewsSha256(records, this.policy, asOf, this.chance)) === live.viewsSha256;
    if (!isEqual) this.findings.push('an embedded deployment told the same facts in another order has other views');
    return isEqual;
  }
}

function orWhyNot(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  throw error;
}
