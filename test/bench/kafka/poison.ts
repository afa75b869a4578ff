import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import { ScoringRuntime } from '@vilfredo/scoring';
import { type Figures, figuresOf } from '../figures.js';
import { collectGarbage } from '../rounds.js';
import { openLog, temporaryStore } from './orders-on-kafka.js';
import { type PoisonedPartition, poisonedPartition, type Recovery } from './poisoned-partition.js';
import { retryingNest } from './retrying-nest.js';
import { rewindGroup } from './rewind-group.js';

export interface PoisonOptions {
  readonly rounds?: number;
  /** How long is waited for a way that does not get on, seconds. */
  readonly boundSeconds?: number;
}

/** How long one poisonous event holds up those behind it on its partition, ours beside stock Nest. */
export async function poison(
  tell: (text: string) => void,
  { rounds = 5, boundSeconds = 60 }: PoisonOptions = {},
): Promise<Figures> {
  const { partition, release } = await poisonedPartition();
  const bound = boundSeconds * 1_000;
  try {
    tell(`${rounds} consumers of stock Nest, waited for ${boundSeconds} s at most`);
    // They mostly wait: one beside the other they take no longer than one, and no time of ours.
    const nest = Promise.all(Array.from({ length: rounds }, () => retryingNest(partition, bound)));
    const ours: (number | null)[] = [];
    for (let round = 1; round <= rounds; round++) {
      tell(`round ${round} of ${rounds}`);
      collectGarbage();
      ours.push(await parking(partition, bound));
    }
    const peers = await nest;
    const runs = ours.map((own, round) => ({ ours: own ?? bound, peer: peers[round] ?? bound }));
    const stuck = peers.filter((peer) => peer === null).length;
    return {
      bench: 'kafka-poison',
      ...figuresOf(runs),
      unit: 'ms',
      target: { atMost: 1 },
      met: ours.every((own) => own !== null && own < 1_000),
      more: {
        ours_max_ms: Math.max(...runs.map(({ ours }) => ours)),
        peer_stuck: `${stuck}/${rounds}`,
        bound_ms: bound,
      },
    };
  } finally {
    await release();
  }
}

/** Scoring as it runs: the event is parked with what follows on its customer, everybody else flows. */
async function parking({ source, isPoisonous, next }: PoisonedPartition, boundMs: number): Recovery {
  await rewindGroup(source, 'scoring');
  const store = await temporaryStore();
  const log = await openLog(source, 'bench-poison', store);
  try {
    let tried: number | undefined;
    const handled = Promise.withResolvers<number>();
    const runtime = await ScoringRuntime.open({
      log: watched(log, (events) => {
        if (events.some(isPoisonous)) tried ??= performance.now();
      }),
      store,
      clock: source.clock,
      shared: { partitions: source.partitions },
      observe: {
        folded: ({ events }) => {
          if (tried !== undefined && events.some(({ id }) => id === next)) handled.resolve(performance.now() - tried);
        },
      },
    });
    await runtime.start();
    const inTime = await Promise.race([handled.promise, pause(boundMs, null, { ref: false })]);
    await runtime.stop();
    return inTime;
  } finally {
    await log.close();
    await store.close();
  }
}

/** The log, with a look at each batch before it is worked on. */
function watched(log: EventLog, look: (events: readonly StoredEvent[]) => void): EventLog {
  const subscribe: EventLog['subscribe'] = (options) => {
    const onBatch: typeof options.onBatch = (page) => {
      look(page.events);
      return options.onBatch(page);
    };
    return log.subscribe({ ...options, onBatch });
  };
  return {
    append: (events) => log.append(events),
    read: (query) => log.read(query),
    history: (query) => log.history(query),
    end: () => log.end(),
    onAppend: (listener) => log.onAppend(listener),
    close: () => log.close(),
    subscribe,
  };
}
