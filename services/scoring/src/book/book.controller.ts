import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { byRank } from '@vilfredo/scoring-model';
import { NotThere } from '@vilfredo/service';
import { moneyIn } from '../customer-facts/money-in.js';
import { limitOf, wordOf } from '../query/limit.js';
import { keyProduct, productCutoffs } from '../value/product-cutoffs.js';
import { BookReader } from './book-reader.js';
import { bookCurve } from './book-summary.js';

/** `GET /summary`, `/concentration`, `/products…`: the book as a whole. */
@Controller()
export class BookController {
  constructor(@Inject(BookReader) private readonly reader: BookReader) {}

  @Get('summary')
  summary(@Query('hash') hash?: string) {
    return this.reader.summary({ hash: hash === 'true' });
  }

  @Get('concentration')
  async concentration(@Query('criterion') criterion?: string, @Query('window') window?: string) {
    wordOf(criterion, 'criterion', ['amount']);
    const { population, summary } = await this.reader.read({
      window: window === undefined || window === '' ? undefined : this.reader.windowOf(window),
    });
    return { ...summary.concentration, points: bookCurve(population) };
  }

  @Get('products')
  async products(@Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    const { population, era } = await this.reader.read();
    const cutoffs = new Map(productCutoffs(population.products, era.policy.products).map((each) => [each.sku, each]));
    const skus = [...population.products.keys()].sort();
    const from = cursor ? skus.findIndex((sku) => sku > cursor) : 0;
    const shown = from < 0 ? [] : skus.slice(from, from + limitOf(limit));
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
    return { items, next: shown.length > 0 && shown.at(-1) !== skus.at(-1) ? shown.at(-1) : null };
  }

  @Get('products/:sku/customers')
  async buyers(@Param('sku') sku: string, @Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    const { population, era } = await this.reader.read();
    const places = population.products.get(sku);
    if (places === undefined) throw new NotThere('nobody bought it in the window', 'sku');
    const cutoffs = productCutoffs(new Map([[sku, places]]), { ...era.policy.products, minBuyers: 1 })[0]!;
    const ranking = [...places].sort(byRank);
    const from = cursor ? ranking.findIndex(({ id }) => id === cursor) + 1 : 0;
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
      next: from + shown.length < ranking.length ? shown.at(-1)!.id : null,
    };
  }
}
