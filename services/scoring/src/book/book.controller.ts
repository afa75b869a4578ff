import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { type ListPlace, readListCursor, writeListCursor } from '@vilfredo/event-sourcing';
import { byRank, type CutOff } from '@vilfredo/scoring-model';
import { Described, NotThere, type RefusedTogether } from '@vilfredo/service';
import { moneyIn } from '../customer-facts/money-in.js';
import { limitOf, wordOf } from '../query/limit.js';
import { keyProduct, productCutoffs } from '../value/product-cutoffs.js';
import { buyers, concentration, products, summary } from './book.openapi.js';
import { BookReader } from './book-reader.js';

/** Where it is told what the intakes refused; null in a process that has none. */
export const refusedToken = Symbol('what the intakes refused');

/** `GET /summary`, `/concentration`, `/products…`: the book as a whole. */
@Controller()
export class BookController {
  constructor(
    @Inject(BookReader) private readonly reader: BookReader,
    @Inject(refusedToken) private readonly refused: (() => Promise<RefusedTogether>) | null,
  ) {}

  @Get('summary')
  @Described(summary)
  async summary(@Query('hash') hash?: string) {
    const told = await this.reader.summary({ hash: wordOf(hash, 'hash', ['true', 'false']) === 'true' });
    return { ...told, ...(await this.refused?.()) };
  }

  @Get('concentration')
  @Described(concentration)
  async concentration(@Query('criterion') criterion?: string, @Query('window') window?: string) {
    wordOf(criterion, 'criterion', ['amount']);
    return this.reader.concentration(window === undefined || window === '' ? undefined : this.reader.windowOf(window));
  }

  @Get('products')
  @Described(products)
  async products(@Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    const after = readListCursor(cursor, 'products', ['sku']);
    const { population, era } = await this.reader.read();
    const cutoffs = new Map(productCutoffs(population.products, era.policy.products).map((each) => [each.sku, each]));
    const skus = [...population.products.keys()].sort();
    const left = after === null ? skus : skus.filter((sku) => sku > after[0]);
    const shown = left.slice(0, limitOf(limit));
    const money = moneyIn(population, era.policy.currency);
    const items = shown.map((sku) => {
      const places = population.products.get(sku) ?? [];
      return {
        sku,
        buyers: places.length,
        amount: money(places.reduce((sum, { measure }) => sum + measure, 0)),
        ranked: cutoffs.has(sku),
      };
    });
    return { items, next: shown.length < left.length ? writeListCursor('products', [shown.at(-1)!]) : null };
  }

  @Get('products/:sku/customers')
  @Described(buyers)
  async buyers(@Param('sku') sku: string, @Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    const list = `buyers of ${sku}`;
    const after = readListCursor(cursor, list, [0, 0, 'id']);
    const { population, era } = await this.reader.read();
    const places = population.products.get(sku);
    if (places === undefined) throw new NotThere('nobody bought it in the window', 'sku');
    const cutoffs = productCutoffs(new Map([[sku, places]]), { ...era.policy.products, minBuyers: 1 })[0]!;
    const ranking = [...places].sort(byRank);
    const from = after === null ? 0 : countThrough(ranking, { measure: after[0], tieBreak: after[1], id: after[2] });
    const shown = ranking.slice(from, from + limitOf(limit));
    const money = moneyIn(population, era.policy.currency);
    return {
      items: shown.map((place, i) => ({
        customerId: place.id,
        rank: from + i + 1,
        of: ranking.length,
        amount: money(place.measure),
        quantity: place.tieBreak / 1000,
        band: keyProduct(cutoffs, place)?.band ?? null,
      })),
      next: from + shown.length < ranking.length ? writeListCursor(list, placeOf(shown.at(-1)!)) : null,
    };
  }
}

/** How many of a ranking come before or at a place, whether somebody is there or not any more. */
function countThrough(ranking: readonly CutOff[], place: CutOff): number {
  const next = ranking.findIndex((each) => byRank(each, place) > 0);
  return next < 0 ? ranking.length : next;
}

function placeOf({ measure, tieBreak, id }: CutOff): ListPlace {
  return [measure, tieBreak, id];
}
