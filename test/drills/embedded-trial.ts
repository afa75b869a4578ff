import { join } from 'node:path';
import { openEventLog } from '@vilfredo/embedded';
import type { EventLog } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import { freePort } from '@vilfredo/local-stack';
import { type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { auditChanges, auditSubscriber } from './audit-feed.js';
import { eventsOn } from './audit-log.js';
import { ackedRecords, freshViewsSha256, rebuildsEqual, viewsSha256 } from './audit-views.js';
import type { Figures } from './figures.js';
import { call } from './http-call.js';
import { Ledger } from './ledger.js';
import type { Told } from './load.js';
import { Receivers } from './receivers.js';
import { ServerProcess } from './server-process.js';
import { toldFigure } from './told-figure.js';
import { type DrillSettings, Trial } from './trial.js';

/** A deployment of one process on a folder. */
export class EmbeddedTrial extends Trial {
  readonly findings: string[] = [];
  server: ServerProcess | undefined;

  private constructor(
    name: string,
    settings: DrillSettings,
    private readonly home: TemporaryFolder,
    readonly folder: string,
    private readonly port: number,
    ledger: Ledger,
    receivers: Receivers,
  ) {
    super(name, settings, `http://127.0.0.1:${port}`, ledger, receivers);
  }

  /** @param folder where the deployment keeps its data, when that is not the trial's own folder */
  static async open(name: string, settings: DrillSettings, folder?: string): Promise<EmbeddedTrial> {
    const home = await temporaryFolder();
    const ledger = await Ledger.open(join(home.path, 'ledger.ndjson'));
    const receivers = await Receivers.open(home.path);
    const port = await freePort();
    return new EmbeddedTrial(name, settings, home, folder ?? join(home.path, 'data'), port, ledger, receivers);
  }

  /** A server for the folder; the one before must be gone. */
  start(): ServerProcess {
    const { folder, port, receivers } = this;
    this.server = ServerProcess.start({ folder, port, env: receivers.env });
    return this.server;
  }

  /** The first start, under the rules of the drill. */
  async begin(rules: Partial<Policy> = {}): Promise<ServerProcess> {
    const server = this.start();
    await server.ready();
    await this.govern(rules);
    return server;
  }

  async withLog<T>(work: (log: EventLog) => Promise<T>): Promise<T> {
    const log = await openEventLog({ folder: this.folder, clock: this.settings.clock });
    try {
      return await work(log);
    } finally {
      await log.close();
    }
  }

  lag(): Promise<number> {
    return this.sumOf('lag_events_now');
  }

  lagOfOthers(): Promise<number> {
    return this.sumOf('alerting_lag_events', 'outreach_lag_events', 'contacts_lag_events_now');
  }

  protected moving(): Promise<number> {
    return this.sumOf('cutoffs_pending');
  }

  /** Holds log, feed and views to the ledger, with the server running and the load stopped; ends the server. */
  async conclude({ calls, findings }: Told): Promise<Figures> {
    await this.quiet();
    const rebuilt = await rebuildsEqual(this.url);
    if (!rebuilt) this.findings.push('folding the log again gives other views than the live ones');
    await this.quiet();
    await this.alerted();
    await this.revive();
    // That may have taken long enough for new cut-offs, and all that comes of them.
    await this.quiet();
    await this.alerted();
    const listed = await this.listedAlerts();
    const ended = await this.server?.terminate();
    if (ended?.code !== 0) this.findings.push(`the last stop ended with ${ended?.code ?? ended?.signal}`);
    await this.follower.stop();

    const audit = await this.auditLog();
    const [changes, governance] = await this.told();
    const feeds = [auditChanges(changes), auditSubscriber(changes, this.follower.received)];
    const alerts = await this.alertFigures(listed, true);
    const same = await this.sameAsFresh();
    const epochs = governance.filter(({ type }) => type === 'CutoffsRecorded');
    this.settings.say(
      `${changes.length} changes told, ${this.follower.connections} connections, ${epochs.length} cut-offs taken`,
    );
    this.findings.push(...findings);
    return { ...this.figures(audit, feeds, calls.duplicates, rebuilt && same), ...alerts };
  }

  /** Ends what still runs and removes what was written, however the drill went. */
  async dispose(): Promise<void> {
    if (this.server?.isRunning) await this.server.kill();
    await this.follower.stop();
    await this.receivers.close();
    await this.ledger.close();
    await this.home.dispose();
  }

  private async sumOf(...names: readonly string[]): Promise<number> {
    const { text } = await call(`${this.url}/metrics`);
    const figures = names.map((name) => toldFigure(text, name));
    if (figures.includes(undefined)) throw new Error(`the figures do not tell ${names.join(' and ')}`);
    return figures.reduce<number>((sum, figure) => sum + (figure ?? 0), 0);
  }

  private told() {
    return this.withLog(async (log) => [await eventsOn('scores', log), await eventsOn('governance', log)] as const);
  }

  private async sameAsFresh(): Promise<boolean> {
    const now = this.settings.clock() + 60_000;
    const records = await ackedRecords(this.ledger.path, now);
    const live = await viewsSha256(this.folder, now);
    if (this.policy === undefined) return false;
    const fresh = await freshViewsSha256(records, this.policy, now, this.chance);
    if (live !== fresh) this.findings.push('a fresh deployment told the same facts in another order has other views');
    return live === fresh;
  }
}
