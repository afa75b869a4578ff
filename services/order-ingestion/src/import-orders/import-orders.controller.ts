import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { Body, Controller, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { type Clock, type EventLog, Failure, failureOf } from '@vilfredo/event-sourcing';
import { AnswerLines } from '@vilfredo/row-files';
import { Described, drain, importing, Log, NotThere, preparing, Refusals, readBody } from '@vilfredo/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clockToken, makeSpoolToken, orderLogToken } from '../injected.js';
import { importOrders } from './import-orders.runner.js';
import type { MakeSpool } from './order-spool.js';
import { type ImportRequest, readImportRequest } from './read-import-request.js';

/** Imports are told apart for as long as this many others have not been prepared since. */
const mostPrepared = 1_000;

/** Import of whole files: prepare it, then send the content. */
@Controller('imports')
export class ImportOrdersController {
  private readonly prepared = new Map<string, ImportRequest>();

  constructor(
    @Inject(orderLogToken) private readonly log: EventLog,
    @Inject(clockToken) private readonly clock: Clock,
    @Inject(makeSpoolToken) private readonly makeSpool: MakeSpool,
    private readonly serviceLog: Log,
    private readonly refusals: Refusals,
  ) {}

  /** `{kind: "orders", mapping: object | null, dryRun?, asOf?}`; mapping null stands for NDJSON of intake objects. */
  @Post()
  @Described(preparing('orders'))
  prepare(@Body() body: unknown): { id: string } {
    const request = readImportRequest(body);
    const id = randomUUID();
    this.prepared.set(id, request);
    for (const oldest of this.prepared.keys()) {
      if (this.prepared.size <= mostPrepared) break;
      this.prepared.delete(oldest);
    }
    return { id };
  }

  /**
   * The bytes of the file. Answers NDJSON while they arrive, so the sender has to read while it sends: lines
   * `{"progress":{bytes, lines, accepted}}` and `{"refused":{line, field, reason, record}}`, and at the end
   * `{"done":{read, accepted, duplicates, refused, refusedBy, facts}}`, counted in records of the file, or
   * `{"failed":{field, reason, retryAfter?}}`. The same content may be sent again: what is in the log stays as it is.
   */
  @Put(':id/content')
  @Described(importing)
  async content(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const prepared = this.prepared.get(id);
    const { body } = request;
    if (prepared === undefined) {
      if (body instanceof Readable) drain(body);
      throw new NotThere('no import', 'id');
    }
    if (!(body instanceof Readable)) {
      throw new Failure('invalid', 'send the bytes of the file, as application/octet-stream', {
        field: 'content-type',
      });
    }
    const answer = new PassThrough();
    reply.type('application/x-ndjson').send(answer);
    await this.run(prepared, body, new AnswerLines(answer, this.clock));
  }

  private async run(request: ImportRequest, body: Readable, answer: AnswerLines): Promise<void> {
    const refusedBy = new Map<string, number>();
    try {
      const done = await importOrders({
        ...request,
        source: readBody(body),
        log: this.log,
        clock: this.clock,
        spool: this.makeSpool(),
        onProgress: (progress) => answer.progress(progress),
        onRefused: (refused) => {
          refusedBy.set(refused.reason, (refusedBy.get(refused.reason) ?? 0) + 1);
          return answer.refused(refused);
        },
      });
      if (!request.dryRun) await this.refusals.count(Object.fromEntries(refusedBy));
      answer.end({ done });
    } catch (error) {
      const { kind, field = null, reason, retryAfter } = failureOf(error);
      if (kind === 'bug') this.serviceLog.error('import failed', error);
      const told = kind === 'bug' ? 'something went wrong on our side' : reason;
      answer.end({ failed: { field, reason: told, ...(retryAfter !== undefined && { retryAfter }) } });
    } finally {
      drain(body);
    }
  }
}
