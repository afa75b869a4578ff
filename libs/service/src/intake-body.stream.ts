import { Readable } from 'node:stream';
import { Failure } from '@vilfredo/event-sourcing';
import { type ObjectLine, readObjects, splitLines } from '@vilfredo/row-files';
import type { FastifyReply } from 'fastify';
import { drain, readBody } from './streamed-body.js';

/** What became of everything that one request handed in, in records. */
export interface IntakeAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: readonly { readonly line: number; readonly field: string; readonly reason: string }[];
  /** How many entries of `refused` were left out, where any were. */
  readonly refusedBeyond?: number;
}

const longestLine = 1_048_576;

/**
 * Hands over what a body holds, whichever of its forms it has: one object, an array of them, or NDJSON.
 * @param what the body should hold, for whoever sent none
 * @throws Failure `invalid` for a body that holds nothing
 */
export async function takeObjects<Taken>(
  body: unknown,
  what: string,
  take: (objects: AsyncIterable<ObjectLine> | Iterable<ObjectLine>) => Promise<Taken>,
): Promise<Taken> {
  if (!(body instanceof Readable)) return take(objectsOf(body, what));
  try {
    return await take(readObjects(splitLines(readBody(body), { longestLine })));
  } finally {
    drain(body);
  }
}

/**
 * The body that answers an intake, its status set: `taken` when something was usable, else 400 with the first reason.
 * @throws Failure `invalid` when there was nothing at all
 */
export function answerIntake(answer: IntakeAnswer, what: string, reply: FastifyReply, taken = 202): object {
  const usable = answer.accepted + answer.duplicates;
  if (usable + answer.refused.length === 0) throw new Failure('invalid', `the body holds no ${what}`);
  reply.status(usable > 0 ? taken : 400);
  if (usable > 0) return answer;
  const { field, reason } = answer.refused[0] ?? { field: null, reason: 'unusable' };
  reply.type('application/problem+json');
  return { type: 'about:blank', title: 'Bad Request', status: 400, field, reason, ...answer };
}

function objectsOf(body: unknown, what: string): ObjectLine[] {
  if (body === undefined || body === null) throw new Failure('invalid', `the body holds no ${what}`);
  const values: unknown[] = Array.isArray(body) ? body : [body];
  return values.map((value, i) => ({ line: i + 1, value }));
}
