import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Log } from './log.js';
import { type ProblemAnswer, problemOf } from './problem.js';
import { afterBody } from './refuse-large-body.js';

/** Answers every error of every route as `application/problem+json`; tells the log of those that nobody foresaw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = problemOf(error);
    if (answer.unexpected) this.log.error('request failed', error);
    answerProblem(host.switchToHttp().getResponse<FastifyReply>(), answer);
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
