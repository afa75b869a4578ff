import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { Described, NotThere } from '@vilfredo/service';
import { Delivery } from './delivery.js';
import { enabling, listing, replaying, testing } from './receivers.openapi.js';

/** `…/receivers`: who is told, how far they are, and what to do about those who cannot be reached. */
@Controller('receivers')
export class ReceiversController {
  constructor(@Inject(Delivery) private readonly delivery: Delivery) {}

  @Get()
  @Described(listing)
  async list() {
    return { items: await this.delivery.list(), next: null };
  }

  /** Lets a receiver go on where it stopped, and tries at once what failed. */
  @Post(':name/enable')
  @Described(enabling)
  @HttpCode(202)
  enable(@Param('name') name: string) {
    this.mustKnow(name);
    return this.delivery.enable(name);
  }

  /** Sends again what came after a cursor, or was recorded since a time: `{"after": …}` or `{"since": …}`. */
  @Post(':name/replay')
  @Described(replaying)
  @HttpCode(202)
  replay(@Param('name') name: string, @Body() body: unknown) {
    this.mustKnow(name);
    return this.delivery.replay(name, beginningIn(body));
  }

  /** Hands over a trial message and says what became of it. */
  @Post(':name/test')
  @Described(testing)
  @HttpCode(200)
  test(@Param('name') name: string) {
    this.mustKnow(name);
    return this.delivery.test(name, `test_${randomUUID()}`);
  }

  private mustKnow(name: string): void {
    if (!this.delivery.has(name)) throw new NotThere('no receiver', 'name');
  }
}

function beginningIn(body: unknown): { after: string } | { since: number } {
  const { after, since } = (typeof body === 'object' && body !== null ? body : {}) as {
    after?: unknown;
    since?: unknown;
  };
  if ((after === undefined) === (since === undefined)) {
    throw new Failure('invalid', 'give either a cursor (after) or a time (since)', { field: 'since' });
  }
  if (since === undefined) {
    if (typeof after === 'string' && after !== '') return { after };
    throw new Failure('invalid', 'must be a cursor', { field: 'after' });
  }
  const at = typeof since === 'string' && /^\d{4}-\d{2}-\d{2}/.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new Failure('invalid', 'must be a time such as 2026-03-01T09:00:00Z', { field: 'since' });
  }
  return { since: at };
}
