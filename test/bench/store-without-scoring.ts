import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { Clock, EventToAppend, Field } from '@vilfredo/event-sourcing';
import { customerViews } from '@vilfredo/scoring';
import { temporaryFolder } from '@vilfredo/testing';
import { Countdown } from './countdown.js';
import { inChunks } from './demo-log.js';
import { chunkSize } from './temporary-deployment.js';

/** What is written for a customer, whatever happens to them. */
export interface Body {
  readonly body: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export interface PlainStore {
  /** Appends chunk after chunk, reads them back and writes one body per customer touched. @returns seconds */
  process(events: readonly EventToAppend[]): Promise<number>;
  dispose(): Promise<void>;
}

/** Log and store as scoring has them, without scoring: events are read back but not decoded, nothing is published. */
export async function plainStore(clock: Clock, bodies: ReadonlyMap<string, Body>): Promise<PlainStore> {
  const folder = await temporaryFolder();
  const log = await openEventLog({ folder: folder.path, clock });
  const store = await openViewStore({ folder: folder.path });
  const views = await store.collection(customerViews);
  const versions = new Map<string, number>();
  const countdown = new Countdown();
  await log.subscribe({
    group: 'plain',
    topics: ['orders'],
    batchSize: 2_000,
    onBatch: async ({ events }) => {
      const touched = [...new Set(events.map(({ subject }) => subject))];
      await views.save(touched.map((id) => ({ id, version: versions.get(id) ?? 0, ...bodies.get(id)! })));
      for (const id of touched) versions.set(id, (versions.get(id) ?? 0) + 1);
      countdown.count(events.length);
    },
    onFailure: (error) => {
      throw error;
    },
  });
  const process = async (events: readonly EventToAppend[]) => {
    const begun = performance.now();
    const written = countdown.from(events.length);
    for (const chunk of inChunks(events, chunkSize)) await log.append(chunk);
    await written;
    return (performance.now() - begun) / 1_000;
  };
  const dispose = async () => {
    await log.close();
    await store.close();
    await folder.dispose();
  };
  return { process, dispose };
}
