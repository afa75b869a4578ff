import { openEventLog, openViewStore } from '@vilfredo/embedded';
import { type EventLog, type EventToAppend, Failure, type StoredEvent, type ViewStore } from '@vilfredo/event-sourcing';
import { type Read, read } from '@vilfredo/events';
import { eventually, temporaryFolder } from '@vilfredo/testing';
import { normalContactPoint, openVault, type Vault } from '@vilfredo/vault';
import { InteractionCapture } from '../src/interaction-capture.runtime.js';

export const now = Date.parse('2026-03-01T12:00:00Z');
const topics = ['customers', 'interactions', 'orders'];

/** Where an append is broken off: before it is done, or after it is and before anybody knows. */
export type Breakage = (events: readonly EventToAppend[]) => 'before' | 'after' | undefined;

/** A deployment of the intake alone, which can be broken and opened again over the same medium. */
export interface Capturing {
  readonly capture: InteractionCapture;
  readonly log: EventLog;
  readonly vault: Vault;
  /** Breaks every append from here on that the given function says to. */
  breaks(breakage: Breakage): void;
  /** Another process over the same medium, alive beside this one. */
  another(): Promise<InteractionCapture>;
  /** Lets go of everything, as a crash does, and opens it again. */
  restart(): Promise<void>;
  /** Resolves when everything in the log has been followed. */
  followed(): Promise<void>;
  events(): Promise<readonly StoredEvent[]>;
  /** What the log holds, as its readers see it, sealed parts opened. */
  facts(): Promise<readonly CapturedFact[]>;
  /** Tells that a customer can be reached there, as the registry does. */
  link(customerId: string, kind: 'phone' | 'email' | 'address', value: string, at?: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface CapturedFact {
  readonly id: string;
  readonly subject: string;
  readonly time: string;
  readonly type: Read['type'];
  readonly payload: Read['payload'];
  readonly content?: object | null;
}

export async function capturing({ follows = true } = {}): Promise<Capturing> {
  const folder = await temporaryFolder();
  const masterKey = Buffer.alloc(32, 1);
  let breakage: Breakage = () => undefined;
  let log: EventLog;
  let store: ViewStore;
  let vault: Vault;
  let capture: InteractionCapture;
  let others: (() => Promise<void>)[] = [];
  const open = async () => {
    log = await openEventLog({ folder: folder.path, clock: () => now });
    store = await openViewStore({ folder: folder.path });
    vault = await openVault({ store, masterKey });
    const breaking = breakable(log, (events) => breakage(events));
    capture = await InteractionCapture.open({ log: breaking, store, clock: () => now, vault, country: 'DE' });
    if (follows) await capture.start();
  };
  const close = async () => {
    for (const end of [...others, () => capture.stop(), () => log.close(), () => store.close()]) await end();
    others = [];
  };
  await open();
  const events = async () => (await log.read({ topics, limit: 10_000 })).events;
  return {
    get capture() {
      return capture;
    },
    get log() {
      return log;
    },
    get vault() {
      return vault;
    },
    breaks: (next) => {
      breakage = next;
    },
    another: async () => {
      const [otherLog, otherStore] = [
        await openEventLog({ folder: folder.path, clock: () => now }),
        await openViewStore({ folder: folder.path }),
      ];
      others.push(
        () => otherLog.close(),
        () => otherStore.close(),
      );
      const otherVault = await openVault({ store: otherStore, masterKey });
      const parts = { log: otherLog, store: otherStore, clock: () => now, vault: otherVault, country: 'DE' };
      return InteractionCapture.open(parts);
    },
    restart: async () => {
      await close();
      await open();
    },
    followed: async () => {
      // What is followed may tell more, which is followed too.
      for (let quiet = 0; quiet < 2; quiet++) await eventually(async () => expect(await capture.lag()).toBe(0));
    },
    events,
    facts: async () => {
      const stored = await events();
      return Promise.all(
        stored.map(async (event) => {
          const { id, subject, time } = event;
          const { sealed } = JSON.parse(event.data) as { sealed?: string };
          const content = sealed === undefined ? {} : { content: await vault.open(subject, sealed) };
          return { id, subject, time, ...read(event), ...content };
        }),
      );
    },
    link: async (customerId, kind, value, at = '2026-02-01T00:00:00.000Z') => {
      const normal = normalContactPoint({ kind, value }, 'DE') ?? '';
      const fingerprint = vault.fingerprint(kind, normal);
      const sealed = await vault.seal(customerId, { value: normal });
      const id = `link ${customerId} ${fingerprint} ${at}`;
      await log.append([
        {
          ...{ topic: 'customers', subject: customerId, id, type: 'ContactPointLinked', version: 1, time: at },
          ...{ correlationid: id, data: JSON.stringify({ source: 'registry', kind, fingerprint, sealed }) },
        },
      ]);
    },
    dispose: async () => {
      await close();
      await folder.dispose();
    },
  };
}

function breakable(log: EventLog, breakage: Breakage): EventLog {
  return Object.assign(Object.create(log) as EventLog, {
    append: async (events: readonly EventToAppend[]) => {
      const when = breakage(events);
      if (when === 'before') throw new Failure('unavailable', 'broken off before');
      const outcomes = await log.append(events);
      if (when === 'after') throw new Failure('unavailable', 'broken off after');
      return outcomes;
    },
  });
}

/** A call, changed as a test needs. */
export function aCall(changes: object = {}): Record<string, unknown> {
  return {
    source: 'pbx',
    interactionId: 'c-1',
    customerId: '17850',
    channel: 'phone',
    direction: 'in',
    at: '2026-02-10T09:00:00Z',
    ...changes,
  };
}
