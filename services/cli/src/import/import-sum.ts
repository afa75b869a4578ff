import type { ImportProgress, ImportSummary, RefusedRecord } from '@vilfredo/row-files';
import type { AnswerListener } from './import-answer.js';

/** Adds up what becomes of the parts of one file that go different ways. */
export class ImportSum {
  /** Of the file, as they are taken. */
  bytes = 0;
  private readonly progress: ImportProgress[] = [];
  private readonly refusedBy: Record<string, number> = {};
  private refused = 0;

  constructor(private readonly listener: AnswerListener) {}

  /** Hears of one part. */
  part(): AnswerListener {
    const place = this.progress.length;
    this.progress.push({ bytes: 0, lines: 0, accepted: 0 });
    return {
      onProgress: (progress) => {
        this.progress[place] = progress;
        this.tell();
      },
      onRefused: (refused) => this.listener.onRefused(refused),
    };
  }

  /** A line that goes nowhere. */
  refuse(refused: RefusedRecord): void | Promise<void> {
    this.refused++;
    this.refusedBy[refused.reason] = (this.refusedBy[refused.reason] ?? 0) + 1;
    return this.listener.onRefused(refused);
  }

  /** Everything, with the parts that went somewhere. */
  of(parts: readonly ImportSummary[]): ImportSummary {
    const total = (count: (part: ImportSummary) => number) => parts.reduce((sum, part) => sum + count(part), 0);
    const refusedBy = { ...this.refusedBy };
    for (const part of parts) {
      for (const [reason, n] of Object.entries(part.refusedBy)) refusedBy[reason] = (refusedBy[reason] ?? 0) + n;
    }
    return {
      read: this.refused + total(({ read }) => read),
      accepted: total(({ accepted }) => accepted),
      duplicates: total(({ duplicates }) => duplicates),
      refused: this.refused + total(({ refused }) => refused),
      refusedBy,
      facts: {
        accepted: total(({ facts }) => facts?.accepted ?? 0),
        duplicates: total(({ facts }) => facts?.duplicates ?? 0),
      },
    };
  }

  private tell(): void {
    const total = { bytes: this.bytes, lines: this.refused, accepted: 0 };
    for (const { lines, accepted } of this.progress) {
      total.lines += lines;
      total.accepted += accepted;
    }
    this.listener.onProgress(total);
  }
}
