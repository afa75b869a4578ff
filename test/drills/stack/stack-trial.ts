import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import { openKafkaEventLog } from '@vilfredo/kafka';
import { freePort } from '@vilfredo/local-stack';
import { openMongoViewStore } from '@vilfredo/mongo';
import { feedItem } from '@vilfredo/scoring';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { auditChanges, auditSubscriberByCustomer } from '../audit-feed.js';
import { eventsOn } from '../audit-log.js';
import { ackedRecords, freshViewsSha256 } from '../audit-views.js';
import type { Figures } from '../figures.js';
import { call, callJson, NoAnswer } from '../http-call.js';
import { Ledger } from '../ledger.js';
import type { Load, LoadSettings } from '../load.js';
import { type DrillSettings, Trial } from '../trial.js';
import { GroupWatch } from './group-watch.js';
import { Inquirer } from './inquirer.js';
import { ServiceSlot } from './service-slot.js';
import { type ServersWanted, StackServers } from './stack-servers.js';

export interface StackSettings extends Omit<ServersWanted, 'folder'> {
  /** Places for processes that score; the first two are taken at the beginning. 2 when absent. */
  readonly workers?: number;
}

/** Silence after which a worker counts as gone, ms. */
export const sessionMs = 6_000;
const partitions = 6;
const patienceMs = 120_000;

/** What a drill needs to know of the loads that it let loose. */
type Told = Pick<Load, 'calls' | 'findings'>;

/** Every service as a process of its own, behind the gateway, on a broker and a database. */
export class StackTrial extends Trial {
  readonly inquirer: Inquirer;
  group!: GroupWatch;

  private constructor(
    name: string,
    settings: DrillSettings,
    private readonly home: TemporaryFolder,
    ledger: Ledger,
    readonly servers: StackServers,
    readonly slots: readonly ServiceSlot[],
    readonly findings: string[],
  ) {
    super(name, settings, slots.find(({ name }) => name === 'gateway')!.url, ledger);
    this.inquirer = new Inquirer(this.url, this.chance.fork());
  }

  /** @throws NoServers */
  static async open(name: string, settings: DrillSettings, wanted: StackSettings = {}): Promise<StackTrial> {
    const home = await temporaryFolder();
    const { workers = 2, ...servers } = wanted;
    try {
      const started = await StackServers.start({ ...servers, folder: home.path });
      const findings: string[] = [];
      const slots = await slotsOn(started, workers, (what) => findings.push(what));
      const ledger = await Ledger.open(join(home.path, 'ledger.ndjson'));
      return new StackTrial(name, settings, home, ledger, started, slots, findings);
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

  /** The first start of all, under the rules of the drill. */
  async begin(rules: Partial<Policy> = {}): Promise<void> {
    // The first makes the topics that the others look for.
    await this.slot('order-ingestion').start();
    const others = [this.slot('customer-registry'), ...this.workers.slice(0, 2)];
    await Promise.all(others.map((slot) => slot.start()));
    await this.slot('gateway').start();
    await this.govern(rules);
    this.group = await GroupWatch.start(this.servers.brokers, 'scoring');
    this.inquirer.start();
  }

  override load(settings: Partial<LoadSettings> = {}): Load {
    return super.load({ senders: 3, mostRecords: 15, pauseMs: 120, isPatient: true, ...settings });
  }

  async withLog<T>(work: (log: EventLog) => Promise<T>): Promise<T> {
    const { clock } = this.settings;
    const { brokers, databaseUrl } = this.servers;
    const store = await openMongoViewStore({ url: databaseUrl });
    const place = { brokers: [brokers], clientId: 'drill', source: 'drill', partitions, replication: 1 };
    const log = await openKafkaEventLog({ ...place, store, clock, log: () => undefined });
    try {
      return await work(log);
    } finally {
      await log.close();
      await store.close();
    }
  }

  async lag(): Promise<number> {
    for (const slot of this.workers) {
      const lag = slot.isRunning ? await this.lagOf(slot) : Number.POSITIVE_INFINITY;
      if (Number.isFinite(lag)) return lag;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** As one worker sees it: of all partitions; infinite when it does not say. */
  async lagOf({ url }: ServiceSlot): Promise<number> {
    const answer = await call(`${url}/metrics`, { timeoutMs: 3_000 }).catch(orNothing);
    const lag = /^\w*lag_events_now (\d+)/m.exec(answer?.text ?? '')?.[1];
    return lag === undefined ? Number.POSITIVE_INFINITY : Number(lag);
  }

  /** Whether everybody who scores and runs has partitions, and nobody else. */
  whole(withinMs = patienceMs): Promise<boolean> {
    return this.group.has(this.workers.filter(({ isRunning }) => isRunning).length, withinMs);
  }

  override async quiet(): Promise<void> {
    const until = performance.now() + patienceMs;
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

  /** Holds log, feed and views to the ledger, with all services running and the loads stopped; ends the services. */
  async conclude(...loads: readonly Told[]): Promise<Figures> {
    await this.quiet();
    await this.inquirer.stop();
    const live = await callJson<{ asOf: string; viewsSha256: string }>(`${this.url}/summary?hash=true`);
    await this.quiet();
    const { rebalances } = this.group;
    await this.stopServices();
    await this.follower.stop();

    const audit = await this.auditLog();
    const { changes, epochs, late } = await this.told();
    const { answered, putOff, unanswered } = this.inquirer;
    this.settings.say(
      `${changes.length} changes told, ${this.follower.connections} connections, ${epochs} cut-offs taken, ${late.length} changes after the stream had ended, ${rebalances} rebalances seen, ${answered} questions answered, ${putOff} put off, ${unanswered} lost`,
    );
    const isEqual = await this.sameAsFresh(live);
    const calls = loads.map(({ calls }) => calls);
    if (calls.some(({ withoutRetryAfter }) => withoutRetryAfter > 0)) {
      this.findings.push('a 503 came without Retry-After');
    }
    this.findings.push(...loads.flatMap(({ findings }) => findings), ...this.inquirer.findings);
    this.findings.push(...this.slots.flatMap(({ complaints }) => complaints));
    const duplicates = calls.reduce((sum, { duplicates }) => sum + duplicates, 0);
    const feeds = [auditChanges(changes), auditSubscriberByCustomer(changes, [...this.follower.received, ...late])];
    return { ...this.figures(audit, feeds, duplicates, isEqual), on: 'stack', rebalances };
  }

  /** Ends what still runs and removes what was written, however the drill went. */
  async dispose(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.kill()));
    await this.inquirer.stop();
    await this.follower.stop();
    await this.group?.stop();
    await this.servers.stop();
    await this.ledger.close();
    await this.home.dispose();
  }

  private lastWords(): string {
    const words = ({ log }: ServiceSlot) => log.slice(-20).map((line) => JSON.stringify(line).slice(0, 400));
    return this.slots.flatMap((slot) => [`${slot.name}:`, ...words(slot)]).join('\n');
  }

  private async stopServices(): Promise<void> {
    for (const slot of [...this.slots].reverse()) {
      const ended = await slot.terminate();
      if (ended !== undefined && ended.code !== 0) {
        this.findings.push(`the last stop of ${slot.name} ended with ${ended.code ?? ended.signal}`);
      }
    }
  }

  /** What the log tells; of the changes also those that the subscriber would be told next, if services still ran. */
  private told() {
    return this.withLog(async (log) => {
      const governance = await eventsOn('governance', log);
      const epochs = governance.filter(({ type }) => type === 'CutoffsRecorded').length;
      const { cursor } = this.follower;
      const late = (await eventsOn('scores', log, cursor)).map((event) => {
        return { cursor: '', item: feedItem(event), came: performance.now() };
      });
      return { changes: await eventsOn('scores', log), epochs, late };
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

async function slotsOn(
  { brokers, databaseUrl }: StackServers,
  workers: number,
  onFall: (what: string) => void,
): Promise<readonly ServiceSlot[]> {
  const env = {
    KAFKA_BROKERS: brokers,
    MONGODB_URL: databaseUrl,
    VILFREDO_PARTITIONS: String(partitions),
    VILFREDO_REPLICATION: '1',
    VILFREDO_SESSION_TIMEOUT: String(sessionMs),
  };
  const place = async (name: string, service: string) =>
    new ServiceSlot({ name, service, port: await freePort(), env, onFall });
  const scoring: ServiceSlot[] = [];
  for (let n = 1; n <= workers; n++) scoring.push(await place(`scoring-${n}`, 'scoring'));
  const orders = await place('order-ingestion', 'order-ingestion');
  const customers = await place('customer-registry', 'customer-registry');
  const addresses = {
    VILFREDO_ORDER_INGESTION: orders.url,
    VILFREDO_CUSTOMER_REGISTRY: customers.url,
    VILFREDO_SCORING: scoring.map(({ url }) => url).join(','),
  };
  const gateway = new ServiceSlot({
    name: 'gateway',
    service: 'gateway',
    port: await freePort(),
    env: addresses,
    onFall,
  });
  return [...scoring, orders, customers, gateway];
}

function orNothing(error: unknown): undefined {
  if (!(error instanceof NoAnswer)) throw error;
}
