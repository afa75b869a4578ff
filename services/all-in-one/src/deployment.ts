import {
  forgetPositionsOfLostViews,
  type HeldFolder,
  holdFolder,
  makeOrderSpool,
  openEventLog,
  openViewStore,
} from '@vilfredo/embedded';
import type { Clock, EventLog, ViewStore } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import { type ImportOptions, type ImportSummary, importOrders, type MakeSpool } from '@vilfredo/order-ingestion';
import { BookReader, ScoringRuntime, type ScoringSettings } from '@vilfredo/scoring';

export interface DeploymentSettings
  extends Pick<ScoringSettings, 'batchSize' | 'observe' | 'recent' | 'stopsOnDefects' | 'tickMs'> {
  /** Made when it is not there. */
  readonly folder: string;
  readonly now: Clock;
  /** The policy of an empty folder; the shipped one when absent. */
  readonly policy?: Policy;
  /**
   * `live`: scores follow the log from the start; `when-settled`: they are worked out when they are asked for, as after
   * one long import, in fewer and larger steps.
   */
  readonly scoring?: 'live' | 'when-settled';
}

/** Everything but the routes: log, views, scoring and intake over one data folder. */
export interface Deployment {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly runtime: ScoringRuntime;
  readonly reader: BookReader;
  readonly makeSpool: MakeSpool;
  importFile(options: Omit<ImportOptions, 'log' | 'clock' | 'spool'>): Promise<ImportSummary>;
  /** Resolves when all that was recorded shows in the scores, under cut-offs of this moment. */
  settle(): Promise<void>;
  /** Finishes what is in hand and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Opens a deployment on the embedded adapters and begins to score.
 * @throws Failure `invalid` for a folder that cannot be used, saying why and how to mend it
 */
export async function openDeployment(settings: DeploymentSettings): Promise<Deployment> {
  const { folder, now, scoring: scored = 'live', ...scoring } = settings;
  const held = await holdFolder(folder);
  let log: EventLog | undefined;
  let store: ViewStore | undefined;
  try {
    forgetPositionsOfLostViews(folder);
    log = await openEventLog({ folder, clock: now });
    store = await openViewStore({ folder });
    const runtime = await ScoringRuntime.open({ ...scoring, log, store, clock: now });
    if (scored === 'live') await runtime.start();
    return deploymentOf(log, store, runtime, folder, held);
  } catch (error) {
    await store?.close();
    await log?.close();
    held.letGo();
    throw error;
  }
}

function deploymentOf(
  log: EventLog,
  store: ViewStore,
  runtime: ScoringRuntime,
  folder: string,
  held: HeldFolder,
): Deployment {
  const makeSpool: MakeSpool = () => makeOrderSpool(folder);
  const { clock } = runtime.settings;
  let closing: Promise<void> | undefined;
  return {
    log,
    store,
    runtime,
    reader: new BookReader(runtime),
    makeSpool,
    importFile: (options) => importOrders({ ...options, log, clock, spool: makeSpool() }),
    settle: async () => {
      if (!runtime.isStarted) await runtime.start();
      await runtime.settle();
    },
    close: () => {
      closing ??= runtime.stop().then(async () => {
        await log.close();
        await store.close();
        held.letGo();
      });
      return closing;
    },
  };
}
