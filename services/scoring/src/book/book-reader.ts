import { Failure } from '@vilfredo/event-sourcing';
import { LastAnswer } from '../query/last-answer.js';
import type { Era } from '../score-customers/era.js';
import type { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { addStanding, type BookSummary, noStandings, type Standings, summarise } from './book-summary.js';
import { type Population, readPopulation } from './population.js';
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
