import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import { answerIntake, Described, Refusals, type RequestTrace, refusedIn, Trace, takeObjects } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import { clockToken, orderLogToken } from '../injected.js';
import { recordBatch } from './record-batch.js';
import { recording } from './record-orders.openapi.js';

/** Intake of orders, returns, cancellations, quotes and contracts. */
@Controller('orders')
export class RecordOrdersController {
  constructor(
    @Inject(orderLogToken) private readonly log: EventLog,
    @Inject(clockToken) private readonly clock: Clock,
    private readonly refusals: Refusals,
  ) {}

  /**
   * One intake object, an array of them, or NDJSON. 202 once the log has every usable one, 400 when none was usable,
   * 503 when the log refused: then nothing is acknowledged and all may be sent again.
   */
  @Post()
  @Described(recording)
  async record(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { correlationid, traceparent } = trace;
    const options = { log: this.log, clock: this.clock, trace: { correlationid, traceparent } };
    const answer = await takeObjects(body, 'orders', (objects) => recordBatch(objects, options));
    await this.refusals.count(refusedIn(answer));
    return answerIntake(answer, 'orders', reply);
  }
}
