import type {
  Clock,
  EventLog,
  Failure,
  ParkingLot,
  RepeatedDefects,
  StoredEvent,
  ViewCollection,
} from '@vilfredo/event-sourcing';

export interface ScoreBookOptions {
  readonly log: Pick<EventLog, 'append' | 'history'>;
  readonly views: ViewCollection;
  readonly parking: ParkingLot;
  /** Whether changes go out to the log; not while a rebuild runs beside. */
  readonly publishes: boolean;
  /**
   * Whether everybody enters a new era at once, or the owner sees to it by `entering.some` while events go on: nothing
   * happens to a customer before they have entered, so it comes to the same views.
   */
  readonly enters?: 'at-once' | 'by-and-by';
  /** Customers looked at in one go for whether they enter an era, or are due: what others have to wait for. */
  readonly handful?: number;
  /** Whether a customer is scored here, and not by another process that shares the book; everybody when absent. */
  readonly owns?: (subject: string) => boolean;
  /** Numbers saves where several processes do: their times tell them apart. */
  readonly clock?: Clock;
  /** States kept in memory. */
  readonly recent?: number;
  /** To stop where a defect hits one customer after the other; without it each is only parked. */
  readonly defects?: RepeatedDefects;
  readonly onParked?: (event: StoredEvent, failure: Failure) => void;
}
