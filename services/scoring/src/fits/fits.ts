import type { LongWork } from '../query/long-work.js';
import { SingleRun } from '../query/single-run.js';
import type { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { fitPolicy } from './fit-policy.js';
import type { FitProgress, FitReport } from './fit-report.js';

/** Fits of the policy's models to the book, one at a time. */
export class Fits {
  private readonly runs = new SingleRun('a fit');

  constructor(private readonly runtime: Pick<ScoringRuntime, 'book' | 'settings' | 'views'>) {}

  /** @throws Failure `conflict` while another runs */
  begin(): LongWork<FitProgress, FitReport> {
    const { views, book, settings } = this.runtime;
    const { era } = book;
    const run = this.runs.admit<FitReport>();
    return (onProgress, gone) =>
      run((signal) => fitPolicy({ views, era, asOf: settings.clock(), onProgress, signal }), gone);
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
