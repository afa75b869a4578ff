import { Readable } from 'node:stream';
import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import { type Clock, type EventLog, Failure } from '@vilfredo/event-sourcing';
import { readObjects, splitLines } from '@vilfredo/row-files';
import { drain, type RequestTrace, readBody, Trace } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import { clockToken, orderLogToken } from '../injected.js';
import { type BatchAnswer, type BatchRecord, recordBatch } from './record-batch.js';

const longestLine = 1_048_576;

/** Intake of orders, returns, cancellations, quotes and contracts. */
@Controller('orders')
export class RecordOrdersController {
  constructor(
    @Inject(orderLogToken) private readonly log: EventLog,
    @Inject(clockToken) private readonly clock: Clock,
  ) {}

  /**
   * One intake object, an array of them, or NDJSON. 202 once the log has every usable one, 400 when none was usable,
   * 503 when the log refused: then nothing is acknowledged and all may be sent again.
   */
  @Post()
  async record(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchAnswer | object> {
    const answer = await this.recordAll(body, trace);
    const usable = answer.accepted + answer.duplicates;
    if (usable + answer.refused.length === 0) throw new Failure('invalid', 'the body holds no orders');
    reply.status(usable > 0 ? 202 : 400);
    if (usable > 0) return answer;
    const { field, reason } = answer.refused[0] ?? { field: null, reason: 'unusable' };
    reply.type('application/problem+json');
    return { type: 'about:blank', title: 'Bad Request', status: 400, field, reason, ...answer };
  }

  private async recordAll(body: unknown, { correlationid, traceparent }: RequestTrace): Promise<BatchAnswer> {
    const options = { log: this.log, clock: this.clock, trace: { correlationid, traceparent } };
    if (!(body instanceof Readable)) return recordBatch(objectsOf(body), options);
    try {
      return await recordBatch(readObjects(splitLines(readBody(body), { longestLine })), options);
    } finally {
      drain(body);
    }
  }
}

function objectsOf(body: unknown): BatchRecord[] {
  if (body === undefined || body === null) throw new Failure('invalid', 'the body holds no orders');
  const values: unknown[] = Array.isArray(body) ? body : [body];
  return values.map((value, i) => ({ line: i + 1, value }));
}
