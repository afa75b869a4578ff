import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Described, NotThere } from '@vilfredo/service';
import { OutreachRuntime } from '../plan-calls/outreach-runtime.js';
import { listing, recalling, single } from './calls.openapi.js';
import {
  type ExplainedCall,
  explainedCall,
  type ListedCall,
  type ListedRecall,
  listedCall,
  listedRecall,
} from './listed-call.js';
import { readCallQuery, readPage } from './read-query.js';
import { type CallPage, everybody, ownedBy, ownedByOrNobody, positionOf } from './walk-lists.js';

type QueryText = Record<string, string | undefined>;

/** `GET /calls…` and `GET /recalls`: whom to call next, and why. */
@Controller()
export class CallsController {
  constructor(@Inject(OutreachRuntime) private readonly runtime: OutreachRuntime) {}

  /** Most valuable and most needy first; of an agent, of nobody (`unowned=true`), of both, or of all. */
  @Get('calls')
  @Described(listing)
  async list(@Query() query: QueryText): Promise<{ items: ListedCall[]; next: string | null }> {
    const { items, next } = await this.page(query);
    return { items: items.map(({ body }) => listedCall(body)), next };
  }

  /** Where one customer stands on the list, or why they are not on it. */
  @Get('calls/:customerId')
  @Described(single)
  async one(@Param('customerId') customerId: string): Promise<ExplainedCall & { position: number | null }> {
    const view = (await this.runtime.views.load([customerId])).get(customerId);
    if (view === undefined) throw new NotThere('no customer', 'customerId');
    const call = explainedCall(view.body, this.runtime.rules);
    const { views } = this.runtime;
    return { ...call, position: call.onList ? await positionOf(views, customerId) : null };
  }

  /** Who asked about a product and has not bought it, by probability x expected spend. */
  @Get('recalls')
  @Described(recalling)
  async recalls(@Query() query: QueryText): Promise<{ items: ListedRecall[]; next: string | null }> {
    const { limit, cursor } = readPage(query);
    const page = await this.runtime.views.query({
      index: 'byRecall',
      limit,
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    return { items: page.items.map(({ body }) => listedRecall(body, this.runtime.rules)), next: page.next ?? null };
  }

  private page(query: QueryText): Promise<CallPage> {
    const { agent, unowned, ...page } = readCallQuery(query);
    const { views } = this.runtime;
    if (agent === undefined) return unowned ? ownedBy(views, '', page) : everybody(views, page);
    return unowned ? ownedByOrNobody(views, agent, page) : ownedBy(views, agent, page);
  }
}
