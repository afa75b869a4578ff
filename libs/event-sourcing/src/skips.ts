import type { ParkingLot } from './parking-lot.js';
import type { Projector } from './projector.js';

export interface SkipsOptions<State> {
  readonly parking: Pick<ParkingLot, 'all' | 'on' | 'remove'>;
  readonly projector: Pick<Projector<State>, 'leaveOut'>;
  /** Tries what is parked on a subject, in order. */
  readonly drain: (subject: string) => Promise<unknown>;
  /** Whether a subject is served here. */
  readonly owns: (subject: string) => boolean;
}

/**
 * Decisions to leave out an event that was parked: its subject's state keeps its id, so that it is not folded when it comes
 * again, and what waits behind it goes on. Where topics are read apart from each other, and subjects change hands, a
 * decision may be heard before its event is parked here; so all of them are known.
 */
export class Skips<State extends { readonly skipped: string[] }> {
  private readonly ids = new Set<string>();
  private readonly parkedSince = new Set<string>();

  constructor(private readonly options: SkipsOptions<State>) {}

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

  /** Carries out what was decided of events that others have parked. */
  async carryOutAll(): Promise<void> {
    for (const subject of await this.options.parking.all()) await this.carryOut(subject);
  }

  /** Carries out what was decided of the events parked on a subject, if it is served here. */
  async carryOut(subject: string): Promise<void> {
    const { parking, drain, owns } = this.options;
    for (let goesOn = owns(subject); goesOn; ) {
      const waiting = await parking.on(subject);
      const left = waiting.find(({ event }) => this.ids.has(event.id));
      // After a crash it may be gone already, and what waited behind it still waits.
      if (left === undefined && (waiting.length === 0 || waiting[0]!.cause !== null)) return;
      if (left !== undefined) {
        await this.leaveOut(subject, left.event.id);
        await parking.remove(left.event);
      }
      await drain(subject);
      goesOn = left !== undefined;
    }
  }

  private leaveOut(subject: string, eventId: string): Promise<void> {
    return this.options.projector.leaveOut(subject, ({ skipped }) => {
      if (skipped.includes(eventId)) return null;
      skipped.push(eventId);
      return [];
    });
  }
}
