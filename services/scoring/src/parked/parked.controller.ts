import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Failure, type ParkedEvent, readListCursor, writeListCursor } from '@vilfredo/event-sourcing';
import { derivedId, write } from '@vilfredo/events';
import {
  Described,
  NotThere,
  parkedAnswer,
  parkedList,
  parkedRetry,
  parkedShown,
  parkedSkip,
  parkedSummary,
} from '@vilfredo/service';
import { limitOf } from '../query/limit.js';
import { ScoringRuntime } from '../score-customers/scoring-runtime.js';

/** `…/parked`: what could not be processed, and what to do about it. */
@Controller('parked')
export class ParkedController {
  constructor(@Inject(ScoringRuntime) private readonly runtime: ScoringRuntime) {}

  @Get()
  @Described(parkedList)
  async list(@Query('limit') limit?: string, @Query('cursor') cursor?: string) {
    const after = readListCursor(cursor, 'parked', ['key']);
    const keys = (await this.runtime.parking.all()).filter((key) => after === null || key > after[0]);
    const shown = keys.slice(0, limitOf(limit));
    const items = await Promise.all(shown.map(async (key) => parkedSummary(key, await this.runtime.parking.on(key))));
    return { items, next: shown.length < keys.length ? writeListCursor('parked', [shown.at(-1)!]) : null };
  }

  @Get(':key')
  @Described(parkedShown)
  async show(@Param('key') key: string) {
    const parked = await this.parkedOn(key);
    return { ...parkedSummary(key, parked), events: parked.map(parkedAnswer) };
  }

  /** Tries again, in order, until something fails. */
  @Post(':key/retry')
  @Described(parkedRetry)
  @HttpCode(200)
  async retry(@Param('key') key: string) {
    await this.parkedOn(key);
    if (this.runtime.owns(key)) return this.runtime.exclusively(() => this.runtime.book.drain(key));
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
    const [first] = await this.parkedOn(key);
    const { log, clock } = this.runtime.settings;
    const { id, correlationid } = first!.event;
    const time = new Date(clock()).toISOString();
    const envelope = {
      id: derivedId(key, id, 'ParkedEventSkipped'),
      subject: key,
      time,
      correlationid,
      causationid: id,
    };
    await log.append([write('ParkedEventSkipped', envelope, { eventId: id, why: why.slice(0, 500) })]);
    return { skipped: id };
  }

  private async parkedOn(key: string): Promise<readonly ParkedEvent[]> {
    const parked = await this.runtime.parking.on(key);
    if (parked.length === 0) throw new NotThere('nothing is parked on this key', 'key');
    return parked;
  }
}
