import { ParkingLot, parkedCollection, type ViewCollection, type ViewStore } from '@vilfredo/event-sourcing';
import { derivedId, type Policy } from '@vilfredo/events';
import { readPopulation } from '../book/population.js';
import { recordCutoffs } from '../book/record-cutoffs.js';
import { activation } from '../eras/governance-log.js';
import { customerViews } from '../score-customers/customer-views.js';
import { ScoreBook } from '../score-customers/score-book.js';
import { ReplayLog } from './replay-log.js';
import type { ToldChanges } from './told-changes.js';
import type { ReplayedEvent, TrialEvents } from './trial-events.js';

/** Where, and under which rules, history is replayed. */
export interface TrialBookOptions {
  readonly store: ViewStore;
  /** Of its collections. */
  readonly name: string;
  readonly policy: Policy;
  readonly events: TrialEvents;
}

export interface ReplayOptions {
  /** When cut-offs are taken, epoch ms, ascending. What is told after the first counts; the last is the end. */
  readonly cutoffsAt: readonly number[];
  readonly onProgress: (events: number) => void;
  readonly signal: AbortSignal;
}

/** States kept in memory: most customers are met again only after all others. */
const recent = 1_000;

/** A book under one policy, in which everything is learned of when it happens. */
export class TrialBook {
  private readonly log: ReplayLog;
  private readonly book: ScoreBook;
  private epochs = 0;
  private parkedEvents = 0;

  private constructor(
    private readonly options: TrialBookOptions,
    readonly views: ViewCollection,
    parking: ParkingLot,
  ) {
    this.log = new ReplayLog(options.events);
    const onParked = () => {
      this.parkedEvents++;
    };
    this.book = new ScoreBook({ log: this.log, views, parking, publishes: true, recent, onParked });
  }

  static async open(options: TrialBookOptions): Promise<TrialBook> {
    const { store, name } = options;
    const views = await store.collection({ ...customerViews, name: `trial-${name}` });
    const parked = await store.collection({ ...parkedCollection, name: `trial-${name}-parked` });
    return new TrialBook(options, views, await ParkingLot.open(parked, () => 0));
  }

  /** What was told after the first cut-offs. */
  get told(): ToldChanges {
    return this.log.told;
  }

  /** Events that could not be folded, without those that waited behind them. */
  get parked(): number {
    return this.parkedEvents;
  }

  /**
   * Folds all events in the order in which they happened, and takes cut-offs at given moments.
   * @throws the signal's reason when it is aborted
   */
  async replay({ cutoffsAt, onProgress, signal }: ReplayOptions): Promise<void> {
    const { policy, events } = this.options;
    const rules = activation(policy, derivedId('policy', policy.name, 'PolicyActivated'), 0);
    await this.book.apply({ events: [this.log.govern(rules, 0)] });
    const moments = [...cutoffsAt];
    let folded = 0;
    for await (let page of events.inTime()) {
      folded += page.length;
      while (moments.length > 0 && (page.at(-1)?.at ?? 0) >= moments[0]!) {
        const later = page.findIndex(({ at }) => at >= moments[0]!);
        await this.fold(page.slice(0, later));
        await this.takeCutoffs(moments.shift()!);
        page = page.slice(later);
      }
      await this.fold(page);
      signal.throwIfAborted();
      onProgress(folded);
    }
    for (const moment of moments) {
      await this.takeCutoffs(moment);
      signal.throwIfAborted();
    }
  }

  private async fold(page: readonly ReplayedEvent[]): Promise<void> {
    if (page.length > 0) await this.book.apply({ events: this.log.take(page) });
  }

  /** Cut-offs of a moment, into which everybody enters, woken before where they are due; the first time nothing that was told before counts. */
  private async takeCutoffs(at: number): Promise<void> {
    const { era } = this.book;
    const population = await readPopulation(this.views, at, era);
    if (population.customers + population.prospects === 0) return;
    const recorded = recordCutoffs(population, era, ++this.epochs);
    await this.book.apply({ events: recorded.map((event) => this.log.govern(event, at)) });
    if (this.epochs === 1) this.told.forget();
  }
}
