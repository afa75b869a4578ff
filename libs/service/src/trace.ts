import { randomBytes } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What ties a request to the events it causes. */
export interface RequestTrace {
  /** W3C trace context: the caller's, or one begun here. */
  readonly traceparent: string;
  /** The caller's `x-request-id`, else the trace's id. Answered as `x-request-id`. */
  readonly correlationid: string;
}

const traceparentForm = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const requestIdForm = /^[\w.:-]{1,128}$/;

/** Reads the trace of a request's headers; what is missing or malformed is begun anew with `random` (n bytes, hex). */
export function traceOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  random: (bytes: number) => string = (bytes) => randomBytes(bytes).toString('hex'),
): RequestTrace {
  const given = headers.traceparent;
  const match = typeof given === 'string' ? traceparentForm.exec(given) : null;
  const traceId = match?.[1] ?? random(16);
  const requestId = headers['x-request-id'];
  return {
    traceparent: match?.[0] ?? `00-${traceId}-${random(8)}-01`,
    correlationid: typeof requestId === 'string' && requestIdForm.test(requestId) ? requestId : traceId,
  };
}

const traces = new WeakMap<FastifyRequest, RequestTrace>();

/** Gives every request of this server a trace. */
export function traceRequests(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    const trace = traceOf(request.headers);
    traces.set(request, trace);
    reply.header('x-request-id', trace.correlationid);
  });
}

/** The trace of a request of a server that `traceRequests` was called for; another's is read from its headers. */
export function requestTrace(request: FastifyRequest): RequestTrace {
  return traces.get(request) ?? traceOf(request.headers);
}

/** Handler parameter: the request's trace. `record(@Trace() trace: RequestTrace)` */
export const Trace = createParamDecorator(
  (_: unknown, context: ExecutionContext): RequestTrace =>
    requestTrace(context.switchToHttp().getRequest<FastifyRequest>()),
);
