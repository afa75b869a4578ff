import type { LineFile } from '../output/line-file.js';

/** A record of a file that could not be used. */
export interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  readonly record: unknown;
}

/** Counts what a run leaves out by reason, and writes it down where it is to be written. */
export class Refusals {
  private readonly counts = new Map<string, number>();

  /** @param to where refused records go, when they go anywhere */
  constructor(private readonly to?: LineFile) {}

  /** Returns a promise only when there is something to wait for. */
  refuse(refusal: Refusal): void | Promise<void> {
    const reason = reasonIn(refusal.reason);
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    return this.to?.add(JSON.stringify({ ...refusal, reason }));
  }

  /** Records by reason. */
  get byReason(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }
}

/** The run stands at a moment of its own: what intake takes for the future is what comes after that. */
function reasonIn(reason: string): string {
  return reason === 'future' ? 'afterAsOf' : reason;
}
