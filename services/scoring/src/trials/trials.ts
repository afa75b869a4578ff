import type { ViewStore } from '@vilfredo/event-sourcing';
import type { LongWork } from '../query/long-work.js';
import { SingleRun } from '../query/single-run.js';
import type { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { readTrial } from './read-trial.js';
import type { TrialProgress, TrialReport } from './trial-report.js';
import { tryPolicy } from './try-policy.js';

/** A store for one piece of work, gone when it is disposed of. */
export interface ScratchStore {
  readonly store: ViewStore;
  dispose(): Promise<void>;
}

/** Trials of policies, one at a time. */
export class Trials {
  private readonly runs = new SingleRun('a trial');

  constructor(
    private readonly runtime: Pick<ScoringRuntime, 'settings' | 'book'>,
    private readonly openScratch: () => Promise<ScratchStore>,
  ) {}

  /**
   * Begins a trial.
   * @param asked see `readTrial`
   * @returns what it is once the request is known to be a right one; the report is still to come
   * @throws Failure `invalid` for a wrong request, `conflict` while another runs
   */
  begin(asked: unknown): LongWork<TrialProgress, TrialReport> {
    const { log, clock } = this.runtime.settings;
    const { policy } = this.runtime.book.era;
    const trial = readTrial(asked, clock());
    const run = this.runs.admit<TrialReport>();
    return (onProgress, gone) =>
      run(async (signal) => {
        const scratch = await this.openScratch();
        try {
          return await tryPolicy({ log, policy, scratch: scratch.store, onProgress, signal }, trial);
        } finally {
          await scratch.dispose();
        }
      }, gone);
  }

  /** Tells the owner of what nobody foresaw. */
  failed(error: unknown): void {
    this.runtime.settings.observe?.failed?.(error, 1);
  }

  /** Ends what is running. */
  close(): void {
    this.runs.close();
  }
}
