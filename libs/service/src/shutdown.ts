import type { Clock } from '@vilfredo/event-sourcing';
import type { Log } from './log.js';

/** In the order in which a process lets go, so that nothing accepted is lost. */
export const shutdownPhases = ['intake', 'drain', 'store', 'publish', 'commit', 'leave', 'close'] as const;
export type ShutdownPhase = (typeof shutdownPhases)[number];

export interface ShutdownSettings {
  readonly log: Log;
  readonly clock: Clock;
  readonly exit: (code: number) => void;
  /** For the whole of it; 25,000 when absent, below the 30 s after which orchestrators kill. */
  readonly limitMs?: number;
}

interface Step {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/** Where a process's signals come from: `process`, or a stand-in. */
export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT', listener: (signal: string) => void): unknown;
}

/** Ordered shutdown: phase after phase, the steps of one phase side by side. */
export class Shutdown {
  private readonly steps = new Map<ShutdownPhase, Step[]>();
  private running: Promise<void> | undefined;
  private isFailure = false;

  constructor(private readonly settings: ShutdownSettings) {}

  step(phase: ShutdownPhase, name: string, run: () => void | Promise<void>): void {
    this.steps.set(phase, [...(this.steps.get(phase) ?? []), { name, run }]);
  }

  listen(source: SignalSource): void {
    source.on('SIGTERM', (signal) => void this.run(signal));
    source.on('SIGINT', (signal) => void this.run(signal));
  }

  /** Whether it has begun. */
  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Runs once, however often it is asked. Exits 0; 1 when a step failed or the limit passed, naming it. */
  run(reason: string): Promise<void> {
    this.running ??= this.runWithin(reason);
    return this.running;
  }

  /** The same, because the process cannot do its work: exits 1 in any case, also where it was stopping already. */
  fail(reason: string): Promise<void> {
    this.isFailure = true;
    return this.run(reason);
  }

  private async runWithin(reason: string): Promise<void> {
    const { log, exit, clock, limitMs = 25_000 } = this.settings;
    const begun = clock();
    const pending = new Set<string>();
    log.info('stopping', { reason });
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limitMs);
    });
    const outcome = await Promise.race([this.runPhases(pending), limit]);
    clearTimeout(timer);
    if (outcome === 'late') log.error(`not stopped within ${limitMs} ms: ${[...pending].join(', ')}`);
    else log.info('stopped', { ms: clock() - begun, failedSteps: outcome });
    exit(outcome === 0 && !this.isFailure ? 0 : 1);
  }

  private async runPhases(pending: Set<string>): Promise<number> {
    let failed = 0;
    for (const phase of shutdownPhases) {
      const steps = this.steps.get(phase) ?? [];
      if (steps.length === 0) continue;
      const begun = this.settings.clock();
      const results = await Promise.all(steps.map((step) => this.runStep(phase, step, pending)));
      failed += results.filter((done) => !done).length;
      this.settings.log.info('phase over', { phase, ms: this.settings.clock() - begun });
    }
    return failed;
  }

  /** A step that fails hinders no later one: the stores must be closed whatever happened before. */
  private async runStep(phase: ShutdownPhase, { name, run }: Step, pending: Set<string>): Promise<boolean> {
    const step = `${phase}/${name}`;
    pending.add(step);
    try {
      await run();
      return true;
    } catch (error) {
      this.settings.log.error(`${step} failed`, error);
      return false;
    } finally {
      pending.delete(step);
    }
  }
}
