import type { StoredEvent } from '@vilfredo/event-sourcing';
import type { CutoffsRecorded, Policy, PopulationCutoffs, ProductCutoffs } from '@vilfredo/events';
import { Calendar } from '@vilfredo/scoring-model';
import { OpenDays } from '../silence/open-days.js';

/** A recorded cut-off epoch, complete. */
export interface Epoch {
  readonly number: number;
  /** Epoch ms. */
  readonly asOf: number;
  readonly policy: string;
  readonly population: PopulationCutoffs;
  readonly products: ReadonlyMap<string, ProductCutoffs>;
}

/** The rules and the cut-offs that hold over a stretch of the log. */
export interface Era {
  readonly policy: Policy;
  readonly calendar: Calendar;
  readonly open: OpenDays;
  /** Id of the event that activated the policy; changes when the rules do, even under one name. */
  readonly activation: string;
  /** Null until the population has been measured under this policy. */
  readonly epoch: Epoch | null;
  /** The event that began it. */
  readonly begunBy: StoredEvent;
  /** When that event was recorded, epoch ms. */
  readonly since: number;
}

export function eraOf(policy: Policy, begunBy: StoredEvent, since: number): Era {
  const calendar = new Calendar(policy.timeZone);
  const open = new OpenDays(policy.closed, calendar);
  return { policy, calendar, open, activation: begunBy.id, epoch: null, begunBy, since };
}

/** Whether an event was recorded before another; of what was recorded in one moment, the log's order tells. */
export function isBefore(event: StoredEvent, other: StoredEvent): boolean {
  if (event.recordedat !== other.recordedat) return event.recordedat < other.recordedat;
  return event.offset < other.offset;
}

/** Puts the parts of an epoch together; null as long as one is missing. */
export class EpochAssembly {
  private parts: CutoffsRecorded[] = [];

  add(part: CutoffsRecorded): Epoch | null {
    if (part.part === 1) this.parts = [];
    if (part.part !== this.parts.length + 1 || (this.parts[0] ?? part).epoch !== part.epoch) {
      this.parts = [];
      return null;
    }
    this.parts.push(part);
    const first = this.parts[0]!;
    if (this.parts.length < part.parts || first.population === undefined) return null;
    const products = new Map(this.parts.flatMap((each) => each.products.map((product) => [product.sku, product])));
    this.parts = [];
    return {
      number: first.epoch,
      asOf: Date.parse(first.asOf),
      policy: first.policy,
      population: first.population,
      products,
    };
  }
}
