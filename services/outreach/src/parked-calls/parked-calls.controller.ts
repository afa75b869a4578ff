import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { ParkedEvent } from '@vilfredo/event-sourcing';
import { readListCursor, writeListCursor } from '@vilfredo/event-sourcing';
import {
  Described,
  NotThere,
  parkedAnswer,
  parkedList,
  parkedRetry,
  parkedShown,
  parkedSummary,
} from '@vilfredo/service';
import { readPage } from '../list-calls/read-query.js';
import { OutreachRuntime } from '../plan-calls/outreach-runtime.js';

/** `…/outreach/parked`: what the call list could not take in. An event that is left out by `/parked/{key}/skip` is left out here too. */
@Controller('outreach/parked')
export class ParkedCallsController {
  constructor(@Inject(OutreachRuntime) private readonly runtime: OutreachRuntime) {}

  @Get()
  @Described(parkedList)
  async list(@Query() query: Record<string, string | undefined>) {
    const { limit, cursor } = readPage(query);
    const after = readListCursor(cursor, 'parked calls', ['key']);
    const keys = (await this.runtime.parking.all()).filter((key) => after === null || key > after[0]);
    const shown = keys.slice(0, limit);
    const items = await Promise.all(shown.map(async (key) => parkedSummary(key, await this.runtime.parking.on(key))));
    return { items, next: shown.length < keys.length ? writeListCursor('parked calls', [shown.at(-1)!]) : null };
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
    return this.runtime.retry(key);
  }

  private async parkedOn(key: string): Promise<readonly ParkedEvent[]> {
    const parked = await this.runtime.parking.on(key);
    if (parked.length === 0) throw new NotThere('nothing is parked on this key', 'key');
    return parked;
  }
}
