import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { type Failure, failureOf, failureTable } from '@vilfredo/event-sourcing';
import { NotThere } from './not-there.js';

/** An error as the client sees it (RFC 9457). Further members of a known shape may stand beside these. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Dotted path of the offending field, null where there is none. */
  readonly field: string | null;
  readonly reason: string;
}

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** Nobody threw this on purpose: the server's log must tell it, with its stack. */
  readonly unexpected: boolean;
}

const defaultRetryAfterSeconds = 5;

/** Reasons in our own words where a framework's message would be vague, or would repeat what the client sent. */
const reasons: Readonly<Record<number, string>> = {
  400: 'the request cannot be read: its body or its address is malformed',
  404: 'there is nothing at this address',
  405: 'this method is not offered here',
  413: 'the body is too large',
  414: 'the address is too long',
  415: 'this content type is not accepted here',
};

/** What to answer for an error: a `Failure` by the failure table, `NotThere` and HTTP errors by their status, else a bug. */
export function problemOf(error: unknown): ProblemAnswer {
  if (error instanceof NotThere) {
    return { problem: problem(404, error.field, error.reason), headers: {}, unexpected: false };
  }
  const status = httpStatusOf(error);
  if (status !== undefined && status < 500) {
    const reason = reasons[status] ?? STATUS_CODES[status] ?? 'the request failed';
    return { problem: problem(status, null, reason), headers: {}, unexpected: false };
  }
  return answerFailure(failureOf(error));
}

/** What to answer to a method at an address where only these are offered. */
export function methodNotOffered(methods: readonly string[]): ProblemAnswer {
  const answer = problemOf(new HttpException('', 405));
  return { ...answer, headers: { allow: methods.join(', ') } };
}

function answerFailure(failure: Failure): ProblemAnswer {
  const { status } = failureTable[failure.kind];
  const bug = failure.kind === 'bug';
  const retryAfter = String(Math.ceil(failure.retryAfter ?? defaultRetryAfterSeconds));
  return {
    problem: problem(
      status,
      bug ? null : (failure.field ?? null),
      bug ? 'something went wrong on our side' : failure.reason,
    ),
    headers: failure.kind === 'unavailable' ? { 'retry-after': retryAfter } : {},
    unexpected: bug,
  };
}

function problem(status: number, field: string | null, reason: string): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, field, reason };
}

/** The status that the framework gave an error, Nest's own and Fastify's alike. */
function httpStatusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || error.name !== 'FastifyError') return undefined;
  const status = (error as Error & { statusCode?: unknown }).statusCode;
  return typeof status === 'number' ? status : undefined;
}
