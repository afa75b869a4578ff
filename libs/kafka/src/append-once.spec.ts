import { openViewStore } from '@vilfredo/embedded';
import type { EventToAppend, ViewStore } from '@vilfredo/event-sourcing';
import { anEvent, type TemporaryFolder, temporaryFolder } from '@vilfredo/testing';
import { type AppendItem, asSends, itemOf } from './append-item.js';
import { AppendOnce } from './append-once.js';
import { EventIdRegistry, eventIdCollection } from './event-id-registry.js';
import type { RecordToSend } from './idempotent-producer.js';

const limits = { counts: new Map([['orders', 4]]), source: 'test', bytes: 10_000 };
const items = (...events: EventToAppend[]): AppendItem[] => events.map((event) => itemOf(event, limits));
const outcomes = (of: readonly AppendItem[]) => of.map(({ outcome }) => outcome);

describe('appending once', () => {
  let folder: TemporaryFolder;
  let store: ViewStore;
  let log: AppendItem[];
  beforeEach(async () => {
    folder = await temporaryFolder();
    store = await openViewStore({ folder: folder.path });
    log = [];
  });
  afterEach(async () => {
    await store.close();
    await folder.dispose();
  });

  /** A connection of its own on the same log; `send` may fail before or after writing. */
  const connection = async (owner: string, send?: (write: () => void) => void, takeOverAfter = 40) => {
    const producer = {
      send: async (records: readonly RecordToSend[]) => {
        const write = () => void log.push(...(records as AppendItem[]));
        if (send === undefined) write();
        else send(write);
        return new Map<string, number>();
      },
    };
    const written = {
      find: async (claims: readonly { id: string }[]) =>
        new Map(
          log.filter((item) => claims.some(({ id }) => id === item.id)).map(({ id, fingerprint }) => [id, fingerprint]),
        ),
    };
    const registry = new EventIdRegistry(await store.collection(eventIdCollection));
    const settings = { owner, takeOverAfter, bytesPerPartition: 10_000, log: () => undefined };
    return new AppendOnce(registry, producer, written, new Map(), settings);
  };
  const dies = (afterWriting: boolean) => (write: () => void) => {
    if (afterWriting) write();
    throw new Error('killed');
  };
  const flush = async (once: AppendOnce, of: AppendItem[]) => (await once.flush(of)).settled;
  /** As a process that is killed: what it would still have told the registry is not told. */
  const leaveClaimed = async (event: EventToAppend, isWritten: boolean) => {
    const registry = new EventIdRegistry(await store.collection(eventIdCollection));
    const [item] = items(event);
    const { id, topic, partition, fingerprint } = item!;
    await registry.put([{ id, version: 0, topic, partition, fingerprint, state: 'claimed', owner: 'dead', from: 0 }]);
    if (isWritten) log.push(item!);
  };
  const until = async (once: AppendOnce, of: AppendItem[]) => {
    for (let look = 0; look < 100 && of.some(({ outcome }) => outcome === undefined); look++) {
      await flush(
        once,
        of.filter(({ outcome }) => outcome === undefined),
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it.each([true, false])(
    'given a send that failed, written: %s, when it is repeated, then the event is in the log once',
    async (isWritten) => {
      const event = anEvent();
      const failing = await connection('one', dies(isWritten));
      await expect(failing.flush(items(event))).rejects.toMatchObject({ kind: 'unavailable' });

      const again = items(event);
      await flush(await connection('two'), again);

      expect(outcomes(again)).toEqual([isWritten ? 'duplicate' : 'appended']);
      expect(log.map(({ id }) => id)).toEqual([event.id]);
    },
  );

  it.each([true, false])(
    'given a claim whose owner was killed, written: %s, when it is repeated, then after a while it is settled',
    async (isWritten) => {
      const event = anEvent();
      await leaveClaimed(event, isWritten);
      const again = items(event);
      const once = await connection('two');

      await flush(once, again);
      expect(outcomes(again)).toEqual([undefined]);
      await until(once, again);

      expect(outcomes(again)).toEqual([isWritten ? 'duplicate' : 'appended']);
      expect(log.map(({ id }) => id)).toEqual([event.id]);
    },
  );

  it.each<[boolean, string]>([
    [true, 'conflict'],
    [false, 'appended'],
  ])(
    'given another fact claimed under the id, written: %s, when ours comes, then it is %s',
    async (isWritten, outcome) => {
      const event = anEvent();
      await leaveClaimed({ ...event, data: '"other"', subject: 'somebody-else' }, isWritten);
      const ours = items(event);

      await until(await connection('two'), ours);

      expect(outcomes(ours)).toEqual([outcome]);
      expect(log).toHaveLength(1);
    },
  );

  it('given an event that another is about to write, when more follow on its subject, then they wait and the order holds', async () => {
    const [first, second, third] = [anEvent(), anEvent(), anEvent({ subject: 'customer-2' })];
    await leaveClaimed(first, false);
    const ours = items(first, second, third);
    const once = await connection('two');

    await flush(once, ours);
    expect(outcomes(ours)).toEqual([undefined, undefined, 'appended']);
    await until(once, ours);

    expect(outcomes(ours)).toEqual(['appended', 'appended', 'appended']);
    expect(log.map(({ id }) => id)).toEqual([third.id, first.id, second.id]);
  });

  it('given an owner that lives while Kafka does not answer, when another waits for its claim, then it does not take it over', async () => {
    const event = anEvent();
    const registry = new EventIdRegistry(await store.collection(eventIdCollection));
    const answered = Promise.withResolvers<void>();
    const slow = new AppendOnce(
      registry,
      {
        send: async (records, whileTrying) => {
          const beat = setInterval(() => void whileTrying(), 5);
          await answered.promise;
          clearInterval(beat);
          log.push(...(records as AppendItem[]));
          return new Map();
        },
      },
      { find: async () => new Map() },
      new Map(),
      { owner: 'slow', takeOverAfter: 40, bytesPerPartition: 10_000, log: () => undefined },
    );
    const theirs = items(event);
    const appending = flush(slow, theirs);
    const ours = items(event);
    const once = await connection('two');
    for (let look = 0; look < 20; look++) {
      await flush(once, ours);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(outcomes(ours)).toEqual([undefined]);

    answered.resolve();
    await appending;
    await until(once, ours);

    expect([outcomes(theirs), outcomes(ours)]).toEqual([['appended'], ['duplicate']]);
    expect(log).toHaveLength(1);
  });

  it('given more than a request takes, when it is cut into sends, then order holds and none is larger', () => {
    const many = items(
      ...Array.from({ length: 30 }, (_, count) =>
        anEvent({ subject: `c-${count % 3}`, data: `"${'x'.repeat(1_000)}"` }),
      ),
    );

    const sends = asSends(many, 3_000);

    expect(sends.flat()).toEqual(many);
    for (const send of sends) {
      for (const own of Map.groupBy(send, ({ partition }) => partition).values()) {
        expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(3_000);
      }
    }
  });

  it('given an event larger than a topic takes, or of no topic of ours, when it is to be appended, then it is invalid', () => {
    const invalid = (event: EventToAppend) => () => itemOf(event, limits);

    expect(invalid(anEvent({ data: 'x'.repeat(11_000) }))).toThrow(
      expect.objectContaining({ kind: 'invalid', field: 'data' }),
    );
    expect(invalid(anEvent({ topic: 'other' }))).toThrow(expect.objectContaining({ kind: 'invalid', field: 'topic' }));
  });
});
