import type { Clock, ViewCollection, ViewPage } from '@vilfredo/event-sourcing';
import type { CustomerScore } from '../assess-customer/customer-score.js';
import { digitsOf } from '../customer-facts/money-in.js';
import type { Era } from '../eras/era.js';
import { LastAnswer } from '../query/last-answer.js';
import { type CustomerFilter, type CustomerPage, type CustomerRow, listAlong } from './customer-list.js';
import {
  countThrough,
  type LifetimeRanking,
  rankByLifetime,
  readLifetimeCursor,
  writeLifetimeCursor,
} from './lifetime-ranking.js';

/** The book that is ranked; a scoring runtime is one. */
interface RankedBook {
  readonly views: ViewCollection;
  readonly book: { readonly era: Era };
  readonly settings: { readonly clock: Clock };
}

/** The book by what each customer can be expected to bring, the most first. */
export class LifetimeList {
  private readonly rankings: LastAnswer<number, LifetimeRanking>;

  constructor(private readonly ranked: RankedBook) {
    this.rankings = new LastAnswer((asOf) => rankByLifetime(ranked.views, asOf, ranked.book.era));
  }

  /**
   * A page goes on in the ranking that the one before it was of; where that is gone, in one as of the same moment.
   * @throws Failure `invalid` on `cursor`
   */
  async page(
    filter: CustomerFilter,
    page: { readonly limit: number; readonly cursor?: string },
    toRow: (score: CustomerScore) => CustomerRow,
  ): Promise<CustomerPage> {
    const asOf = page.cursor === undefined ? undefined : readLifetimeCursor(page.cursor).asOf;
    const ranking = await (asOf === undefined ? this.present() : this.rankings.to(asOf));
    const { currency } = this.ranked.book.era.policy;
    const clvs = new Map<string, number>();
    return listAlong(
      async (limit, after) => this.along(ranking, limit, after, clvs),
      filter,
      page,
      (score) => ({ ...toRow(score), clv: clvs.get(score.id)!.toFixed(digitsOf(score.facts, currency)) }),
    );
  }

  private present(): Promise<LifetimeRanking> {
    return this.rankings.present ?? this.rankings.to(this.ranked.settings.clock());
  }

  private async along(
    ranking: LifetimeRanking,
    limit: number,
    after: string | undefined,
    clvs: Map<string, number>,
  ): Promise<ViewPage> {
    const from = after === undefined ? 0 : countThrough(ranking, readLifetimeCursor(after));
    const places = ranking.places.slice(from, from + limit);
    const found = await this.ranked.views.load(places.map(({ id }) => id));
    for (const { id, clv } of places) clvs.set(id, clv);
    const items = places.flatMap(({ id }) => found.get(id) ?? []);
    const last = places.at(-1);
    if (last === undefined || from + places.length === ranking.places.length) return { items };
    return { items, next: writeLifetimeCursor({ ...last, asOf: ranking.asOf }) };
  }
}
