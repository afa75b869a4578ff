import { Failure } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import type { Era } from '../eras/era.js';
import { LastAnswer } from '../query/last-answer.js';
import type { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import {
  addStanding,
  type BookSummary,
  bookConcentration,
  bookCurve,
  noStandings,
  type Standings,
  summarise,
} from './book-summary.js';
import { type Population, readLifetimes, readPopulation } from './population.js';
import { viewsSha256 } from './views-hash.js';

export interface BookReading {
  readonly population: Population;
  readonly era: Era;
  readonly summary: BookSummary;
  readonly standings: Standings;
  /** How long it took. */
  readonly seconds: number;
}

/** Reads the whole book for those who ask about it; asked again at once, it answers from the last reading. */
export class BookReader {
  private readonly readings = new LastAnswer((window: number | 'all') => this.readNow(window));

  private readonly lifetime = new LastAnswer(async (tiers: Policy['tiers']) => {
    const buyers = await readLifetimes(this.runtime.views);
    return { ...bookConcentration(buyers, tiers), points: bookCurve({ buyers }) };
  });

  constructor(private readonly runtime: ScoringRuntime) {}

  async read(options: { window?: number | 'all' | undefined; fresh?: boolean } = {}): Promise<BookReading> {
    const window = options.window ?? this.runtime.book.era.policy.window;
    return options.fresh === true ? this.readings.anew(window) : this.readings.to(window);
  }

  /**
   * What `GET /summary` answers.
   * @param given `seconds` of the run that is summed up; else those that reading the book took
   */
  async summary({ hash = false, ...given }: { hash?: boolean; seconds?: number } = {}) {
    const { population, summary, standings, era, ...reading } = await this.read({ fresh: hash });
    const seconds = given.seconds ?? reading.seconds;
    return {
      asOf: new Date(population.asOf).toISOString(),
      events: population.events,
      customers: population.customers,
      prospects: population.prospects,
      currencies: population.currencies,
      ...standings,
      ...summary,
      parked: this.runtime.parking.size,
      ...(hash ? { viewsSha256: await viewsSha256(this.runtime.views, population, era) } : {}),
      seconds,
      eventsPerSecond: Math.round(population.events / Math.max(seconds, 0.001)),
    };
  }

  /**
   * What `GET /concentration` answers. Of all time it is told whatever the policy's window: every view keeps what its
   * customer ever brought.
   */
  async concentration(window?: number | 'all') {
    const { policy } = this.runtime.book.era;
    if (window === 'all' && policy.window !== 'all') return this.lifetime.to(policy.tiers);
    const { population, summary } = await this.read({ window });
    return { ...summary.concentration, points: bookCurve(population) };
  }

  /** `all`, or days as in `365d`. @throws Failure `invalid` */
  windowOf(text: string): number | 'all' {
    if (text === 'all') return 'all';
    const days = /^(\d{1,5})d$/.exec(text)?.[1];
    if (days === undefined) throw new Failure('invalid', 'must be all, or days such as 365d', { field: 'window' });
    return Number(days);
  }

  private async readNow(window: number | 'all'): Promise<BookReading> {
    const current = this.runtime.book.era;
    if (
      window === 'all'
        ? current.policy.window !== 'all'
        : current.policy.window !== 'all' && window > current.policy.window
    ) {
      throw new Failure(
        'refused',
        `views reach back ${current.policy.window} days: activate a policy with that window`,
        {
          field: 'window',
        },
      );
    }
    const begun = performance.now();
    const era = { ...current, policy: { ...current.policy, window } };
    const standings = noStandings();
    const population = await readPopulation(this.runtime.views, this.runtime.settings.clock(), era, ({ standing }) => {
      addStanding(standings, standing);
    });
    const summary = summarise(population, era.policy);
    return { population, era, standings, summary, seconds: Math.round(performance.now() - begun) / 1_000 };
  }
}
