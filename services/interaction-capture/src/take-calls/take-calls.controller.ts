import { Readable } from 'node:stream';
import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { type ObjectLine, readObjects, splitLines } from '@vilfredo/row-files';
import { Described, drain, Refusals, type RequestTrace, readBody, refusedIn, Trace } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import type { ReadCall } from './read-call.js';
import { calling } from './take-calls.openapi.js';
import { type CallsAnswer, type CallsOptions, takeCalls } from './take-calls.runner.js';

export const callIntakeToken = Symbol('take-calls intake');
export const callReaderToken = Symbol('take-calls reader');

const longestLine = 1_048_576;

/** Intake of call detail records. */
@Controller('call-records')
export class TakeCallsController {
  constructor(
    @Inject(callIntakeToken) private readonly intake: ContactIntake,
    @Inject(callReaderToken) private readonly read: (value: unknown) => ReadCall | { field: string; reason: string },
    private readonly refusals: Refusals,
  ) {}

  /**
   * One call detail record, an array of them, or NDJSON; those of one call belong into one request. 202 once the log
   * has every usable call, 400 when none was usable, 503 when the log refused: then all may be sent again.
   */
  @Post()
  @Described(calling)
  async take(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CallsAnswer | object> {
    const answer = await this.takeAll(body, trace);
    await this.refusals.count(refusedIn(answer));
    const usable = answer.accepted + answer.duplicates;
    if (usable + answer.refused.length === 0) throw new Failure('invalid', 'the body holds no calls');
    reply.status(usable > 0 ? 202 : 400);
    if (usable > 0) return answer;
    const { field, reason } = answer.refused[0] ?? { field: null, reason: 'unusable' };
    reply.type('application/problem+json');
    return { type: 'about:blank', title: 'Bad Request', status: 400, field, reason, ...answer };
  }

  private async takeAll(body: unknown, trace: RequestTrace): Promise<CallsAnswer> {
    const options: CallsOptions = { intake: this.intake, read: this.read, trace };
    if (!(body instanceof Readable)) return takeCalls(objectsOf(body), options);
    try {
      return await takeCalls(readObjects(splitLines(readBody(body), { longestLine })), options);
    } finally {
      drain(body);
    }
  }
}

function objectsOf(body: unknown): ObjectLine[] {
  if (body === undefined || body === null) throw new Failure('invalid', 'the body holds no calls');
  const values: unknown[] = Array.isArray(body) ? body : [body];
  return values.map((value, i) => ({ line: i + 1, value }));
}
