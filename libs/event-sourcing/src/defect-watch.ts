import { type StoredEvent, topicPartition } from './event.js';
import type { Failure } from './failure.js';
import type { ParkingLot } from './parking-lot.js';
import { type Defect, placeOf, RepeatedDefect, type RepeatedDefects } from './repeated-defects.js';
import type { Touched } from './subject-fold.js';

/** Looks at what became of the subjects of each batch, and at those whose defect stopped a process before. */
export class DefectWatch {
  constructor(
    private readonly parking: Pick<ParkingLot, 'suspect' | 'suspects' | 'hurry'>,
    /** Nothing stops without. */
    private readonly defects: RepeatedDefects | undefined,
  ) {}

  /**
   * Counts a batch that is folded and not saved yet. Who is parked for what they are told, or only waits, is not counted.
   * @throws RepeatedDefect when a defect hits one subject after the other
   */
  async look(touched: ReadonlyMap<string, Pick<Touched<unknown>, 'parks'>>): Promise<void> {
    if (this.defects === undefined) return;
    for (const [subject, { parks }] of touched) {
      const [first] = parks;
      if (first === undefined) this.defects.note(subject, null);
      if (first?.failure?.kind !== 'bug') continue;
      this.defects.note(subject, defectOf(first.event, first.failure));
      const report = this.defects.repeated;
      if (report !== null) await this.stop(this.defects.hit, new RepeatedDefect(report));
    }
  }

  /** All that was parked on a subject went through. */
  drained(subject: string): void {
    this.defects?.note(subject, null);
  }

  /** Counts those whose defect stopped a process, and has them tried again soon. */
  async recall(owns: (subject: string) => boolean): Promise<void> {
    for (const { event, cause } of await this.parking.suspects()) {
      if (!owns(event.subject)) continue;
      this.defects?.note(event.subject, { reason: cause?.reason ?? '', place: null, position: positionOf(event) });
      await this.parking.hurry(event.subject);
    }
  }

  private async stop(hit: readonly string[], defect: RepeatedDefect): Promise<never> {
    // Who is not marked is only not counted by the next process; that this one stops must not hang on it.
    await this.parking.suspect(hit).catch(() => undefined);
    throw defect;
  }
}

function defectOf(event: StoredEvent, failure: Failure): Defect {
  return { reason: failure.reason, place: placeOf(failure.cause ?? failure), position: positionOf(event) };
}

function positionOf(event: StoredEvent): string {
  return `${topicPartition(event)}@${event.offset}`;
}
