import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
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

/** Megabytes that the large book may hold. */
const megabytesAllowed = 800;

/**
 * What an event costs in a large book against a small one: the same batches, each book in a process of its own, taking
 * turns. Cut-offs are not taken meanwhile; what taking them costs is told beside it.
 */
export async function population(
  tell: (text: string) => void,
  { small = 2_000, large = 200_000, rounds = 9, events = 2_000 }: PopulationOptions = {},
): Promise<Figures> {
  tell(`building up books of ${small} and ${large} customers`);
  const [few, many] = await Promise.all([Book.open(small), Book.open(large)]);
  try {
    const runs = await interleaved(
      { ours: () => many.microseconds(events), peer: () => few.microseconds(events) },
      { rounds, warmUps: 2, tell },
    );
    tell('taking cut-offs');
    const [later, laterOfFew] = [await many.epoch(), await few.epoch()];
    return {
      bench: 'population',
      ...figuresOf(runs),
      unit: 'us/event',
      target: { atMost: 1.5 },
      more: {
        max_rss_mb: later.megabytes,
        max_rss_target: `<=${megabytesAllowed}`,
        max_rss_met: String(later.megabytes <= megabytesAllowed),
        epoch_ms: later.tookMs,
        small_epoch_ms: laterOfFew.tookMs,
      },
    };
  } finally {
    await Promise.all([few.close(), many.close()]);
  }
}

/** A book in a process of its own. */
class Book {
  private constructor(private readonly child: ChildProcess) {}

  static async open(customers: number): Promise<Book> {
    const child = fork(fileURLToPath(new URL('./book-of-size.main.js', import.meta.url)), [String(customers)]);
    await answerOf(child);
    return new Book(child);
  }

  async microseconds(events: number): Promise<number> {
    return (await this.ask({ ask: 'microseconds', events })) as number;
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
