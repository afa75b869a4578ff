import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, Task } from './checkpointer.js';

/** A database that is checkpointed beside. */
export interface Checkpointed {
  readonly path: string;
}

/**
 * The thread that checkpoints all databases of a process: begun when it is first needed, begun anew when it is needed after
 * it has died, ended when the last database that needed it is closed. It never keeps the process alive.
 */
export class CheckpointThread {
  private worker: Worker | undefined;
  private tasks = 0;
  private readonly waiting = new Map<number, (outcome: Answer['outcome']) => void>();
  private readonly users = new Set<Checkpointed>();
  private leaving = 0;

  constructor(private readonly start: () => Worker = startWorker) {}

  /** Copies the write-ahead log into the file itself, as far as readers let it. Never rejects. */
  checkpoint(user: Checkpointed): Promise<Answer['outcome']> {
    this.users.add(user);
    return this.ask(user.path, 'checkpoint');
  }

  /** Resolves when what this user asked for has ended, and the connection for it is closed. Never rejects. */
  async leave(user: Checkpointed): Promise<void> {
    if (!this.users.delete(user) || this.worker === undefined) return;
    this.leaving += 1;
    // Who waits for this may have nothing else to do, and the process would end before the answer.
    this.worker.ref();
    await this.ask(user.path, 'close');
    this.leaving -= 1;
    if (this.leaving > 0) return;
    if (this.users.size === 0) await this.end();
    else this.worker?.unref();
  }

  private ask(path: string, what: Task['what']): Promise<Answer['outcome']> {
    return new Promise((resolve) => {
      this.tasks += 1;
      const number = this.tasks;
      this.waiting.set(number, resolve);
      try {
        this.worker ??= this.begin();
        this.worker.postMessage({ number, path, what } satisfies Task);
      } catch {
        this.hear({ number, outcome: 'failed' });
      }
    });
  }

  private begin(): Worker {
    const worker = this.start();
    worker.on('message', (answer: Answer) => this.hear(answer));
    worker.on('error', () => this.lose(worker));
    worker.on('exit', () => this.lose(worker));
    worker.unref();
    return worker;
  }

  private hear({ number, outcome }: Answer): void {
    this.waiting.get(number)?.(outcome);
    this.waiting.delete(number);
  }

  private lose(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const number of this.waiting.keys()) this.hear({ number, outcome: 'failed' });
  }

  private async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}

/** Its module stands beside this one and ends as it does, compiled or not. */
function startWorker(): Worker {
  return new Worker(new URL(`./checkpointer${extname(import.meta.url)}`, import.meta.url), {
    name: 'checkpoints',
    // What the process is told to load first is not for this.
    execArgv: [],
    env: {},
    // It uses a few megabytes; with less than a thread needs to begin, the whole process would end.
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
  });
}
