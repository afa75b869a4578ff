import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { Body, Controller, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { type Clock, Failure, failureOf } from '@vilfredo/event-sourcing';
import { AnswerLines } from '@vilfredo/row-files';
import { Described, drain, importing, Log, NotThere, preparing, Refusals, readBody } from '@vilfredo/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import { importContacts } from './import-contacts.runner.js';
import { type ContactImportRequest, readImportRequest } from './read-import-request.js';

export const importPartsToken = Symbol('import-contacts parts');

export interface ImportContactsParts {
  readonly intake: ContactIntake;
  /** Answers as the intake would, and records nothing; what is in the log already may count as recorded. */
  readonly rehearsal: ContactIntake;
  readonly clock: Clock;
}

/** Imports are told apart for as long as this many others have not been prepared since. */
const mostPrepared = 1_000;

/** Import of whole files of contacts: prepare it, then send the content. */
@Controller('interactions/imports')
export class ImportContactsController {
  private readonly prepared = new Map<string, ContactImportRequest>();

  constructor(
    @Inject(importPartsToken) private readonly parts: ImportContactsParts,
    private readonly serviceLog: Log,
    private readonly refusals: Refusals,
  ) {}

  /** `{kind: "interactions", mapping: object | null, dryRun?, asOf?}`; mapping null stands for NDJSON of intake objects. */
  @Post()
  @Described(preparing('interactions'))
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
    await this.run(prepared, body, new AnswerLines(answer, this.parts.clock));
  }

  private async run({ dryRun, ...request }: ContactImportRequest, body: Readable, answer: AnswerLines): Promise<void> {
    const refusedBy = new Map<string, number>();
    try {
      const done = await importContacts({
        ...request,
        source: readBody(body),
        intake: dryRun ? this.parts.rehearsal : this.parts.intake,
        onProgress: (progress) => answer.progress(progress),
        onRefused: (refused) => {
          refusedBy.set(refused.reason, (refusedBy.get(refused.reason) ?? 0) + 1);
          return answer.refused(refused);
        },
      });
      if (!dryRun) await this.refusals.count(Object.fromEntries(refusedBy));
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
