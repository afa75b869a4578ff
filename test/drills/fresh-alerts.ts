import { AlertingRuntime } from '@vilfredo/alerting';
import { openViewStore } from '@vilfredo/embedded';
import type { EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import { temporaryFolder } from '@vilfredo/testing';
import { eventsOn } from './audit-log.js';
import { RecordedLog } from './recorded-log.js';

/** What alerts follow from: everything but what alerting itself tells. Nobody decides about alerts in a drill. */
export function alertingInput(log: Pick<EventLog, 'read'>): Promise<readonly StoredEvent[]> {
  return eventsOn(['customers', 'interactions', 'scores', 'governance'], log);
}

/**
 * What an alerting that never knew any fault says when it folds all that from the beginning.
 * @param now epoch milliseconds: the instant as of which everything due is done
 */
export async function freshAlerts(recorded: readonly StoredEvent[], now: number): Promise<readonly StoredEvent[]> {
  const folder = await temporaryFolder();
  const store = await openViewStore({ folder: folder.path });
  const log = new RecordedLog(recorded);
  try {
    const runtime = await AlertingRuntime.open({ log, store, clock: () => now });
    await runtime.start();
    await runtime.settle();
    await runtime.stop();
    return log.appended;
  } finally {
    await store.close();
    await folder.dispose();
  }
}
