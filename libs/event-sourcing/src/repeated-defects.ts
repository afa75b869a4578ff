import { Failure } from './failure.js';

/**
 * When a defect is taken to be the code's and not some odd subject's: so many subjects hit, of so many that were folded
 * last. Counted in subjects and not in minutes, so that it is the same for a shop with ten orders a day and for a backlog
 * of millions. Of a defect that hits one subject in a hundred, 20 among 200 are not to be expected in a lifetime.
 */
export const repetition = { hit: 20, ofLast: 200 } as const;

/** What hit a subject. */
export interface Defect {
  readonly reason: string;
  /** Function and file in which it came up; null where that is not known. */
  readonly place: string | null;
  /** The event that could not be folded, like `orders-3@1207`. */
  readonly position: string;
}

export interface DefectReport {
  /** Subjects hit, and how many were folded last, these included. */
  readonly hit: number;
  readonly of: number;
  /** What hit most of them. */
  readonly reason: string;
  readonly place: string | null;
  /** The first events that it hit. */
  readonly positions: readonly string[];
}

const mostPositions = 3;
const longestReason = 200;

/** A defect hits one subject after the other: whoever folds has to stop, before the next is parked. */
export class RepeatedDefect extends Failure {
  constructor(readonly report: DefectReport) {
    super('bug', `a defect repeats: ${report.hit} of the last ${report.of} subjects: ${report.reason}`);
    this.name = 'RepeatedDefect';
  }
}

/** Who was folded last, and whom of them a defect hit. */
export class RepeatedDefects {
  private readonly last = new Map<string, Defect | null>();
  private hits = 0;

  /** A subject was folded well (null) or hit by a defect; what was said of it before no longer counts. */
  note(subject: string, defect: Defect | null): void {
    this.forget(subject);
    this.last.set(subject, defect);
    if (defect !== null) this.hits++;
    if (this.last.size > repetition.ofLast) this.forget(this.last.keys().next().value!);
  }

  /** The subjects hit, in the order in which they were. */
  get hit(): readonly string[] {
    return [...this.last].filter(([, defect]) => defect !== null).map(([subject]) => subject);
  }

  /** What repeats; null while nothing does. */
  get repeated(): DefectReport | null {
    if (this.hits < repetition.hit) return null;
    const defects = [...this.last.values()].filter((defect) => defect !== null);
    const most = [...Map.groupBy(defects, ({ reason }) => reason).values()].reduce((a, b) =>
      b.length > a.length ? b : a,
    );
    return {
      hit: this.hits,
      of: this.last.size,
      reason: most[0]!.reason.slice(0, longestReason),
      place: most.find(({ place }) => place !== null)?.place ?? null,
      positions: most.slice(0, mostPositions).map(({ position }) => position),
    };
  }

  private forget(subject: string): void {
    if ((this.last.get(subject) ?? null) !== null) this.hits--;
    this.last.delete(subject);
  }
}

/** Where in the code an error came up: function and file, from the workspace's folder on. Null when its stack does not say. */
export function placeOf(error: unknown): string | null {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frame = /^ +at (.*[\w\])]:\d+:\d+\)?)$/m.exec(stack)?.[1];
  return frame?.replace(/(?:file:\/\/)?\/\S*?\/(?=(?:libs|services|node_modules)\/)/, '') ?? null;
}
