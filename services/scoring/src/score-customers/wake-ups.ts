import { firstFound, type ParkingLot, type Projector, type ViewCollection } from '@vilfredo/event-sourcing';
import type { Written } from '@vilfredo/events';
import { wakeCustomer } from '../assess-customer/advance-customer.js';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import type { Entering } from '../eras/entering.js';
import type { Eras } from '../eras/eras.js';

export interface WakeUpsOptions {
  readonly views: Pick<ViewCollection, 'query'>;
  readonly parking: Pick<ParkingLot, 'has'>;
  readonly projector: Pick<Projector<CustomerScore>, 'touch'>;
  readonly eras: Eras;
  readonly entering: Pick<Entering, 'isOver' | 'one'>;
  readonly owns: (subject: string) => boolean;
  /** Customers woken in one go: what others have to wait for. */
  readonly handful: number;
}

/** What time alone changes: whoever is due is taken through it, in order of due time. */
export class WakeUps {
  constructor(private readonly options: WakeUpsOptions) {}

  /** Fires what is due by `now` (epoch ms). Returns how many customers were woken. */
  async all(now: number): Promise<number> {
    let all = 0;
    for (let woken = await this.some(now); woken > 0; woken = await this.some(now)) all += woken;
    return all;
  }

  /** The same for a handful of them; 0 when nobody is left, and before there are cut-offs. */
  async some(now: number): Promise<number> {
    const { views, parking, projector, eras, owns, handful } = this.options;
    if (!eras.isGoverned || eras.current.epoch === null) return 0;
    const query = { index: 'due', atMost: now, limit: handful };
    const due = await firstFound(views, query, (id) => !parking.has(id) && owns(id));
    await projector.touch(due, (score) => this.one(score, now));
    return due.length;
  }

  private async one(score: CustomerScore, now: number): Promise<Written[] | null> {
    const { entering, eras } = this.options;
    const entered = entering.isOver ? null : await entering.one(score);
    return [...(entered ?? []), ...wakeCustomer(score, now, eras.current)];
  }
}
