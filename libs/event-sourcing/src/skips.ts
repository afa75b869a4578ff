import type { ParkingLot } from './parking-lot.js';

export interface SkipsOptions {
  readonly parking: Pick<ParkingLot, 'on' | 'remove'>;
  /** Keeps in the subject's state that an event is left out, so that it is not folded when it comes again. */
  readonly leaveOut: (subject: string, eventId: string) => Promise<void>;
  /** Tries what is parked on a subject, in order. */
  readonly drain: (subject: string) => Promise<unknown>;
}

/**
 * Decisions to leave out an event that was parked: what waits behind it goes on. Where topics are read apart from each
 * other, and subjects change hands, a decision may be heard before its event is parked here; so all of them are known.
 */
export class Skips {
  private readonly ids = new Set<string>();
  private readonly parkedSince = new Set<string>();

  constructor(private readonly options: SkipsOptions) {}

  /** Somebody decided that an event be left out. */
  decided(eventId: string): void {
    this.ids.add(eventId);
  }

  /** An event was parked: `catchUp` leaves it out if that was decided before. */
  parked({ id, subject }: { readonly id: string; readonly subject: string }): void {
    if (this.ids.has(id)) this.parkedSince.add(subject);
  }

  /** Carries out what was decided of events that were parked only then. */
  async catchUp(): Promise<void> {
    for (const subject of this.parkedSince) {
      await this.carryOut(subject);
      this.parkedSince.delete(subject);
    }
  }

  /** Carries out what was decided of the events parked on a subject. */
  async carryOut(subject: string): Promise<void> {
    const { parking, leaveOut, drain } = this.options;
    for (;;) {
      const waiting = await parking.on(subject);
      const left = waiting.find(({ event }) => this.ids.has(event.id));
      // After a crash it may be gone already, and what waited behind it still waits.
      if (left === undefined && (waiting.length === 0 || waiting[0]!.cause !== null)) return;
      if (left !== undefined) {
        await leaveOut(subject, left.event.id);
        await parking.remove(left.event);
      }
      await drain(subject);
      if (left === undefined) return;
    }
  }
}
