import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { OrdersOnKafka } from './orders-on-kafka.js';

/** Where the process is to score. */
export type Place = Pick<OrdersOnKafka, 'brokers' | 'prefix' | 'partitions'>;

/** Scoring in a process of its own, on Kafka and an embedded store. */
export class ScoringProcess {
  private folded = 0;
  private waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (count: number) => {
      this.folded += count;
      for (const { count: wanted, resolve } of this.waiting) if (this.folded >= wanted) resolve();
      this.waiting = this.waiting.filter(({ count: wanted }) => this.folded < wanted);
    });
  }

  static async start(place: Place): Promise<ScoringProcess> {
    const child = fork(program(), [JSON.stringify(place)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const early = once(child, 'exit').then(([code]) => Promise.reject(new Error(`scoring ended with ${code}`)));
    await Promise.race([once(child, 'message'), early]);
    early.catch(() => undefined);
    return new ScoringProcess(child);
  }

  /** Resolves when so many orders are folded since the start, and their changes published. */
  foldedTo(count: number): Promise<void> {
    if (this.folded >= count) return Promise.resolve();
    return new Promise((resolve) => void this.waiting.push({ count, resolve }));
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.send('stop');
    await ended;
  }
}

/** The program, built; from sources too (tests) it is the built one that is run. */
function program(): string {
  const isSource = import.meta.filename.endsWith('.ts');
  const tests = dirname(dirname(import.meta.dirname));
  const built = isSource ? join(tests, 'dist', 'bench', 'kafka') : import.meta.dirname;
  return join(built, 'scoring-process.main.js');
}
