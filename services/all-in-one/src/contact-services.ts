import { AlertingRuntime, observeAlerting } from '@vilfredo/alerting';
import { openViewStore } from '@vilfredo/embedded';
import type { Clock, EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { InteractionCapture, observeCapture, type SourceSettings, WatchedSources } from '@vilfredo/interaction-capture';
import { OutreachRuntime, observeOutreach } from '@vilfredo/outreach';
import { type ServiceParts, stopForDefect } from '@vilfredo/service';
import { masterKeyFrom, openVault, type Vault } from '@vilfredo/vault';

export interface ContactServicesParts {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  /** Where the master key is kept, unless `masterKey` gives it. */
  readonly folder: string;
  readonly masterKey?: string | undefined;
  /** How phone numbers without a country code are read. */
  readonly country?: string | undefined;
  /** Where mail and letters are fetched from. */
  readonly sources: SourceSettings;
  /** Whether they end the process where a defect hits one customer after the other. */
  readonly stopsOnDefects: boolean;
  readonly told: ServiceParts;
}

/** The services that live on contacts: who takes them in, who raises alerts and who says whom to call. */
export class ContactServices {
  private sources: WatchedSources | undefined;

  private constructor(
    private readonly parts: ContactServicesParts,
    /** For what no log can give back: keys, and by what statements are known again. */
    readonly keys: ViewStore,
    readonly vault: Vault,
    readonly country: string | undefined,
    readonly capture: InteractionCapture,
    readonly alerting: AlertingRuntime,
    readonly outreach: OutreachRuntime,
  ) {}

  /** @throws Failure `invalid` for a master key that cannot be used */
  static async open(parts: ContactServicesParts): Promise<ContactServices> {
    const { log, store, clock, folder, masterKey, country, stopsOnDefects, told } = parts;
    // Views can be lost and folded again from the log; keys cannot.
    const keys = await openViewStore({ folder, file: 'keys.db' });
    const vault = await openVault({ store: keys, masterKey: await masterKeyFrom({ setting: masterKey, folder }) });
    const stores = { log, store, clock };
    const of = (name: string) => told.log.for(name);
    return new ContactServices(
      parts,
      keys,
      vault,
      country,
      await InteractionCapture.open({
        ...stores,
        vault,
        country,
        observe: observeCapture(of('interaction-capture'), told.metrics),
      }),
      await AlertingRuntime.open({
        ...{ ...stores, stopsOnDefects },
        observe: { ...observeAlerting(of('alerting'), told.metrics), stopped: stopForDefect('alerting', told) },
      }),
      await OutreachRuntime.open({
        ...{ ...stores, stopsOnDefects },
        observe: { ...observeOutreach(of('outreach'), told.metrics), stopped: stopForDefect('outreach', told) },
      }),
    );
  }

  /** Begins to follow the log. */
  async start(): Promise<void> {
    await this.capture.start();
    await this.alerting.start();
    await this.outreach.start();
    const { sources: settings, store, told } = this.parts;
    const log = told.log.for('interaction-capture');
    this.sources = await WatchedSources.start({ settings, intake: this.capture.intake, store, log });
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    await this.sources?.stop();
    await Promise.all([this.capture.stop(), this.alerting.stop(), this.outreach.stop()]);
    await this.keys.close();
  }
}
