import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Failure, type ParkedEvent } from '@vilfredo/event-sourcing';
import { derivedId, write } from '@vilfredo/events';
import { Described, NotThere, parkedRetry, parkedSkip } from '@vilfredo/service';
import { AlertingRuntime } from './alerting-runtime.js';
import { listing } from './parked-customers.openapi.js';
import { parkedSummary } from './parked-summary.js';

const mostShown = 1_000;

/** `…/alerting/parked`: customers whose alerts wait behind an event that could not be processed. */
@Controller('alerting/parked')
export class ParkedCustomersController {
  constructor(@Inject(AlertingRuntime) private readonly runtime: AlertingRuntime) {}

  @Get()
  @Described(listing)
  async list() {
    const keys = (await this.runtime.parking.all()).slice(0, mostShown);
    return { items: await Promise.all(keys.map(async (key) => parkedSummary(key, await this.on(key)))), next: null };
  }

  /** Tries again, in order, until something fails. */
  @Post(':key/retry')
  @Described(parkedRetry)
  @HttpCode(200)
  async retry(@Param('key') key: string) {
    await this.on(key);
    if (this.runtime.owns(key)) return this.runtime.drain(key);
    // Another process has this customer, and looks at what is due all the time.
    await this.runtime.parking.hurry(key);
    return { drained: 0, empty: false };
  }

  /** Leaves the event in front out, for ever and on the record; what waits behind it goes on. */
  @Post(':key/skip')
  @Described(parkedSkip)
  @HttpCode(202)
  async skip(@Param('key') key: string, @Body() body: { why?: unknown } | undefined) {
    const why = body?.why;
    if (typeof why !== 'string' || why.trim() === '') {
      throw new Failure('invalid', 'say why the event may be left out', { field: 'why' });
    }
    const [first] = await this.on(key);
    const { log, clock } = this.runtime.settings;
    const { id, correlationid } = first!.event;
    const envelope = {
      id: derivedId(key, id, 'ParkedEventSkipped'),
      subject: key,
      time: new Date(clock()).toISOString(),
      correlationid,
      causationid: id,
    };
    await log.append([write('ParkedEventSkipped', envelope, { eventId: id, why: why.slice(0, 500) })]);
    return { skipped: id };
  }

  private async on(key: string): Promise<readonly ParkedEvent[]> {
    const parked = await this.runtime.parking.on(key);
    if (parked.length === 0) throw new NotThere('nothing is parked on this key', 'key');
    return parked;
  }
}
