import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import type { ObjectLine } from '@vilfredo/row-files';
import { answerIntake, Described, Refusals, type RequestTrace, refusedIn, Trace, takeObjects } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import { contactIntakeToken } from '../injected.js';
import type { ContactIntake } from './contact-intake.js';
import { type Fields, isFields } from './read-fields.js';
import { recordBatch } from './record-batch.runner.js';
import { attempts, interactions, ratings, resolving, wrappingUp } from './record-contacts.openapi.js';

type Answer = Promise<object>;

/**
 * Intake of contacts of every channel. Each route takes one object, an array, or NDJSON, and answers 202 once the log
 * has every usable one, 400 when none was usable, 503 when the log refused: then all may be sent again.
 */
@Controller()
export class RecordContactsController {
  constructor(
    @Inject(contactIntakeToken) private readonly intake: ContactIntake,
    private readonly refusals: Refusals,
  ) {}

  /** Interactions; with a `kind` of its own a record may also be a rating, a wrap-up, a case resolved or an attempt. */
  @Post('interactions')
  @Described(interactions)
  interactions(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, {}, trace, reply);
  }

  /** Ratings that came later than the contact they are about. */
  @Post('ratings')
  @Described(ratings)
  ratings(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, { kind: 'rating' }, trace, reply);
  }

  /** Attempts to reach customers, and what came of them. */
  @Post('attempts')
  @Described(attempts)
  attempts(
    @Body() body: unknown,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer {
    return this.record(body, { kind: 'attempt' }, trace, reply);
  }

  /** What the agent says about a contact when it is over. */
  @Post('interactions/:source/:interactionId/wrap-up')
  @Described(wrappingUp)
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
  @Described(resolving)
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
    const answer = await takeObjects(body, 'contacts', (objects) => recordBatch(ofRoute(objects, route), options));
    await this.refusals.count(refusedIn(answer));
    return answerIntake(answer, 'contacts', reply);
  }
}

async function* ofRoute(
  objects: AsyncIterable<ObjectLine> | Iterable<ObjectLine>,
  route: Fields,
): AsyncGenerator<ObjectLine> {
  for await (const object of objects) yield withRoute(object, route);
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
