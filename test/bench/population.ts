import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Failure } from '@vilfredo/event-sourcing';
import type { Stretch } from './book-of-size.js';
import type { Question } from './book-of-size.main.js';
import { type Figures, figuresOf } from './figures.js';
import { interleaved } from './rounds.js';

export interface PopulationOptions {
  readonly small?: number;
  readonly large?: number;
  readonly rounds?: number;
  /** Per round and book. */
  readonly events?: number;
}

/** By how many times an event may tell more in one book than in the other; beyond that they do not do the same work. */
const mostUnlike = 1.2;
/** Megabytes that the large book may hold. */
const megabytesAllowed = 800;

/**
 * What an event costs in a large book against a small one: one more order of a customer who has had two, in the same
 * batches, each book in a process of its own, taking turns. Cut-offs are not taken meanwhile; what taking them costs is told beside it.
 */
export async function population(
  tell: (text: string) => void,
  { small = 2_000, large = 200_000, rounds = 9, events = 2_000 }: PopulationOptions = {},
): Promise<Figures> {
  tell(`building up books of ${small} and ${large} customers`);
  const [few, many] = await Promise.all([Book.open(small), Book.open(large)]);
  try {
    const runs = await interleaved(
      { ours: () => many.stretch(events), peer: () => few.stretch(events) },
      { rounds, warmUps: 2, tell },
    );
    const changes = {
      ours: meanChanges(runs.map(({ ours }) => ours)),
      peer: meanChanges(runs.map(({ peer }) => peer)),
    };
    if (Math.abs(Math.log(changes.ours / changes.peer)) > Math.log(mostUnlike))
      throw new Failure('bug', `an event tells ${changes.ours} changes in one book and ${changes.peer} in the other`);
    const costs = runs.map(({ ours, peer }) => ({ ours: ours.microsecondsPerEvent, peer: peer.microsecondsPerEvent }));
    tell('taking cut-offs');
    const [later, laterOfFew] = [await many.epoch(), await few.epoch()];
    return {
      bench: 'population',
      ...figuresOf(costs),
      unit: 'us/event',
      target: { atMost: 1.5 },
      more: {
        max_rss_mb: later.megabytes,
        max_rss_target: `<=${megabytesAllowed}`,
        max_rss_met: String(later.megabytes <= megabytesAllowed),
        epoch_ms: later.tookMs,
        small_epoch_ms: laterOfFew.tookMs,
        changes_per_event: changes.ours,
        small_changes_per_event: changes.peer,
      },
    };
  } finally {
    await Promise.all([few.close(), many.close()]);
  }
}

function meanChanges(stretches: readonly Stretch[]): number {
  const sum = stretches.reduce((total, { changesPerEvent }) => total + changesPerEvent, 0);
  return Math.round((100 * sum) / stretches.length) / 100;
}

/** A book in a process of its own. */
class Book {
  private constructor(private readonly child: ChildProcess) {}

  static async open(customers: number): Promise<Book> {
    const child = fork(fileURLToPath(new URL('./book-of-size.main.js', import.meta.url)), [String(customers)]);
    await answerOf(child);
    return new Book(child);
  }

  async stretch(events: number): Promise<Stretch> {
    return (await this.ask({ ask: 'stretch', events })) as Stretch;
  }

  async epoch(): Promise<{ readonly tookMs: number; readonly megabytes: number }> {
    return (await this.ask({ ask: 'epoch' })) as { tookMs: number; megabytes: number };
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.send({ ask: 'close' } satisfies Question);
    await ended;
  }

  private ask(question: Question): Promise<unknown> {
    this.child.send(question);
    return answerOf(this.child);
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    const [answer] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) => Promise.reject(new Error(`a book ended with ${code}`))),
    ]);
    return answer;
  } finally {
    settled.abort();
  }
}
