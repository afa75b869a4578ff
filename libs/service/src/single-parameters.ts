import { Failure } from '@vilfredo/event-sourcing';
import type { FastifyInstance } from 'fastify';
import { answerProblem } from './problem.filter.js';
import { problemOf } from './problem.js';

/** Refuses a query that gives a parameter more than once: every route takes each for one text. */
export function requireSingleParameters(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    const query = request.query as Readonly<Record<string, string | readonly string[]>>;
    const field = Object.keys(query).find((name) => typeof query[name] !== 'string');
    if (field === undefined) return;
    answerProblem(reply, problemOf(new Failure('invalid', 'is given more than once', { field })));
    return reply;
  });
}
