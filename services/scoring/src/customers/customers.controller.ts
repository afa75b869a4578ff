import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { activityStates, riskBands, silenceStates } from '@vilfredo/events';
import { Described, NotThere } from '@vilfredo/service';
import { type CustomerScore, scoreFromText } from '../assess-customer/customer-score.js';
import { instantOf, limitOf, wordOf } from '../query/limit.js';
import { customerTopics } from '../score-customers/customer-projection.js';
import { ScoringRuntime } from '../score-customers/scoring-runtime.js';
import { feedItem } from '../score-feed/score-feed.js';
import { nowhere } from '../value/assess-value.js';
import { type CustomerFilter, type CustomerPage, listCustomers, orderOf, rowIn } from './customer-list.js';
import { type CustomerView, customerView } from './customer-view.js';
import { history, listing, single, timeline } from './customers.openapi.js';
import { LifetimeList } from './lifetime-list.js';
import { eraAt, recallCustomer } from './recall-customer.js';
import { timelineItem, timelineOf } from './timeline.js';

/** `GET /customers…`: the book, one customer, and why. */
@Controller('customers')
export class CustomersController {
  constructor(
    @Inject(ScoringRuntime) private readonly runtime: ScoringRuntime,
    @Inject(LifetimeList) private readonly byLifetime: LifetimeList,
  ) {}

  @Get()
  @Described(listing)
  list(@Query() query: Record<string, string | undefined>): Promise<CustomerPage> {
    const sort = orderOf(query.sort);
    const { policy, calendar } = this.runtime.book.era;
    const tier = wordOf(query.tier, 'tier', ['top', 'core']);
    const abc = wordOf(query.abc, 'abc', ['A', 'B', 'C']);
    const state = wordOf(query.state, 'state', activityStates);
    const risk = wordOf(query.risk, 'risk', riskBands);
    const satisfaction = wordOf(query.class, 'class', ['1', '2', '3', '4']);
    const silence = wordOf(query.silence, 'silence', silenceStates);
    const filter: CustomerFilter = {
      ...(tier && { tier }),
      ...(abc && { abc }),
      ...(state && { state }),
      ...(risk && { risk }),
      ...(satisfaction && { class: Number(satisfaction) as 1 | 2 | 3 | 4 }),
      ...(silence && { silence }),
      ...(query.product && { product: query.product }),
    };
    const page = { limit: limitOf(query.limit), ...(query.cursor ? { cursor: query.cursor } : {}) };
    const toRow = rowIn(calendar, policy.currency);
    if (sort === '-clv') return this.byLifetime.page(filter, page, toRow);
    return listCustomers(this.runtime.views, filter, { ...page, sort }, toRow);
  }

  /** As of now, or, with `asOf` and `knownAt`, what had happened by then as far as it had been recorded by then. */
  @Get(':id')
  @Described(single)
  async one(
    @Param('id') id: string,
    @Query('asOf') asOf?: string,
    @Query('knownAt') knownAt?: string,
  ): Promise<CustomerView> {
    const score = await this.scoreOf(id);
    const now = this.runtime.settings.clock();
    if (!asOf && !knownAt) return customerView(score, now, this.runtime.book.era, score.standing);
    const known = knownAt ? instantOf(knownAt, 'knownAt') : now;
    const at = asOf ? instantOf(asOf, 'asOf') : Math.min(known, now);
    const { log } = this.runtime.settings;
    const era = (await eraAt(log, Math.min(at, known))) ?? this.runtime.book.era;
    const recalled = await recallCustomer(log, id, score.skipped, { asOf: at, knownAt: known }, era);
    if (recalled === null) {
      const field = knownAt && known <= at ? 'knownAt' : 'asOf';
      throw new NotThere('nothing was known of this customer then', field);
    }
    return customerView(recalled, at, era, nowhere);
  }

  @Get(':id/timeline')
  @Described(timeline)
  async timeline(@Param('id') id: string, @Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    await this.scoreOf(id);
    const page = { limit: limitOf(limit), cursor };
    return timelineOf(this.runtime.settings.log, customerTopics, id, page, timelineItem);
  }

  @Get(':id/history')
  @Described(history)
  async history(@Param('id') id: string, @Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    await this.scoreOf(id);
    return timelineOf(this.runtime.settings.log, ['scores'], id, { limit: limitOf(limit), cursor }, feedItem);
  }

  private async scoreOf(id: string): Promise<CustomerScore> {
    const view = (await this.runtime.views.load([id])).get(id);
    if (view === undefined) throw new NotThere('no customer', 'id');
    return scoreFromText(view.body);
  }
}
