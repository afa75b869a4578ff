import { openEventLog, openViewStore } from '@vilfredo/embedded';
import { type Clock, changesToText, type EventToAppend, type Field, type StoredEvent } from '@vilfredo/event-sourcing';
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

/** What scoring tells of single events, by their ids. */
export type Told = ReadonlyMap<string, readonly EventToAppend[]>;

/**
 * Log and store as scoring has them, without scoring: events are read back but not decoded.
 * @param told is kept beside the views, published and let go of as scoring does; without it nothing is published
 */
export async function plainStore(clock: Clock, bodies: ReadonlyMap<string, Body>, told?: Told): Promise<PlainStore> {
  const folder = await temporaryFolder();
  const log = await openEventLog({ folder: folder.path, clock });
  const store = await openViewStore({ folder: folder.path });
  const views = await store.collection(customerViews);
  const versions = new Map<string, number>();
  const texts = told === undefined ? undefined : textsOf(told);
  let saves = 0;
  const countdown = new Countdown();
  await log.subscribe({
    group: 'plain',
    topics: ['orders'],
    batchSize: told === undefined ? 2_000 : 8_000,
    onBatch: async ({ events }) => {
      const touched = [...new Set(events.map(({ subject }) => subject))];
      const outboxes = texts === undefined ? undefined : outboxesOf(events, texts);
      const save = ++saves;
      await views.save(
        touched.map((id) => {
          const view = { id, version: versions.get(id) ?? 0, ...bodies.get(id)! };
          const changes = outboxes?.get(id);
          return changes === undefined ? view : { ...view, outbox: { save, changes } };
        }),
      );
      for (const id of touched) versions.set(id, (versions.get(id) ?? 0) + 1);
      const changes = events.flatMap(({ id }) => told?.get(id) ?? []);
      if (changes.length > 0) await log.append(changes);
      views.letGoOfOutbox(save);
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

function textsOf(told: Told): ReadonlyMap<string, string> {
  return new Map(Array.from(told, ([id, changes]) => [id, changesToText(changes)]));
}

/** By subject. */
function outboxesOf(events: readonly StoredEvent[], texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const outboxes = new Map<string, string>();
  for (const { id, subject } of events) {
    const text = texts.get(id);
    if (text !== undefined) outboxes.set(subject, (outboxes.get(subject) ?? '') + text);
  }
  return outboxes;
}
