import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from './log.js';
import type { OfferedMethods } from './offered-methods.js';
import { methodNotOffered, type ProblemAnswer, problemOf } from './problem.js';
import { afterBody } from './refuse-large-body.js';

/** Answers every error of every route as `application/problem+json`; tells the log of those that nobody foresaw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly offered?: OfferedMethods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = problemOf(error);
    if (answer.unexpected) this.log.error('request failed', error);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    answerProblem(reply, answer.problem.status === 404 ? this.atAddress(reply.request, answer) : answer);
  }

  /** Where something else can be done at the address, that is what is wrong. */
  private atAddress({ method, url }: FastifyRequest, answer: ProblemAnswer): ProblemAnswer {
    const methods = this.offered?.at(url) ?? [];
    return methods.length === 0 || methods.includes(method) ? answer : methodNotOffered(methods);
  }
}

/** Sends the problem, unless something was sent already; of a body too large, when its sender is ready to read it. */
export function answerProblem(reply: FastifyReply, answer: ProblemAnswer): void {
  if (answer.problem.status === 413) afterBody(reply.request.raw, () => send(reply, answer));
  else send(reply, answer);
}

function send(reply: FastifyReply, { problem, headers }: ProblemAnswer): void {
  if (reply.sent) return;
  reply.status(problem.status).headers(headers).type('application/problem+json').send(JSON.stringify(problem));
}
