import { Readable } from 'node:stream';
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { type ObjectLine, readObjects, splitLines } from '@vilfredo/row-files';
import { drain, type RequestTrace, readBody, Trace } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import { contactIntakeToken } from '../injected.js';
import type { ContactIntake } from './contact-intake.js';
import { type Fields, isFields } from './read-fields.js';
import { type BatchAnswer, recordBatch } from './record-batch.runner.js';

const longestLine = 1_048_576;
type Answer = Promise<BatchAnswer | object>;

/**
 * Intake of contacts of every channel. Each route takes one object, an array, or NDJSON, and answers 202 once the log
 * has every usable one, 400 when none was usable, 503 when the log refused: then all may be sent again.
 */
@Controller()
export class RecordContactsController {
  constructor(@Inject(contactIntakeToken) private readonly intake: ContactIntake) {}

  /** Interactions; with a `kind` of its own a record may also be a rating, a wrap-up, a case resolved or an attempt. */
  @Post('interactions')
  interactions(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, {}, trace, reply);
  }

  /** Ratings that came later than the contact they are about. */
  @Post('ratings')
  ratings(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, { kind: 'rating' }, trace, reply);
  }

  /** Attempts to reach customers, and what came of them. */
  @Post('attempts')
  attempts(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, { kind: 'attempt' }, trace, reply);
  }

  /** What the agent says about a contact when it is over. */
  @Post('interactions/:source/:interactionId/wrap-up')
  wrapUp(
    @Param('source') source: string,
    @Param('interactionId') interactionId: string,
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, { kind: 'wrap-up', source, interactionId }, trace, reply);
  }

  /** A case was settled: `{customerId, recovered, at}`. */
  @Post('cases/:source/:caseId/resolve')
  resolve(
    @Param('source') source: string,
    @Param('caseId') caseId: string,
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, { kind: 'case-resolved', source, caseId }, trace, reply);
  }

  /** @param route what the address says already, and records need not repeat */
  private async record(body: unknown, route: Fields, trace: RequestTrace, reply: FastifyReply): Answer {
    const { correlationid, traceparent } = trace;
    const options = { intake: this.intake, trace: { correlationid, traceparent } };
    const answer = await this.recordAll(body, route, options);
    const usable = answer.accepted + answer.duplicates;
    if (usable + answer.refused.length === 0) throw new Failure('invalid', 'the body holds no contacts');
    reply.status(usable > 0 ? 202 : 400);
    if (usable > 0) return answer;
    const { field, reason } = answer.refused[0] ?? { field: null, reason: 'unusable' };
    reply.type('application/problem+json');
    return { type: 'about:blank', title: 'Bad Request', status: 400, field, reason, ...answer };
  }

  private async recordAll(body: unknown, route: Fields, options: Parameters<typeof recordBatch>[1]) {
    const completed = (line: ObjectLine) => withRoute(line, route);
    if (!(body instanceof Readable)) return recordBatch(objectsOf(body).map(completed), options);
    const lines = readObjects(splitLines(readBody(body), { longestLine }));
    const records = (async function* () {
      for await (const line of lines) yield completed(line);
    })();
    try {
      return await recordBatch(records, options);
    } finally {
      drain(body);
    }
  }
}

/** What a record says itself must not differ from the address that it was sent to. */
function withRoute(line: ObjectLine, route: Fields): ObjectLine {
  const { value } = line;
  if (line.unreadable !== undefined || !isFields(value)) return line;
  const differs = Object.keys(route).some((name) => Object.hasOwn(value, name) && value[name] !== route[name]);
  return differs
    ? { line: line.line, unreadable: 'notOfThisRoute' }
    : { line: line.line, value: { ...value, ...route } };
}

function objectsOf(body: unknown): ObjectLine[] {
  if (body === undefined || body === null) throw new Failure('invalid', 'the body holds no contacts');
  const values: unknown[] = Array.isArray(body) ? body : [body];
  return values.map((value, i) => ({ line: i + 1, value }));
}
