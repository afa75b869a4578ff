import type { Readable } from 'node:stream';
import {
  PayloadTooLargeException,
  RequestTimeoutException,
  UnauthorizedException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { Clock } from '@vilfredo/event-sourcing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RefusedCalls } from './refused-calls.log.js';
import { again, type BodyLimits, readWhole } from './signed-body.stream.js';
import type { SurveySource } from './survey-source.js';
import { verifySignature } from './verify-signature.js';

/** A message whose signature is right. */
export interface Admitted {
  readonly source: SurveySource;
  /** The message's own id, where its scheme has one. */
  readonly id: string | undefined;
}

export interface SurveyGateParts {
  readonly surveys: ReadonlyMap<string, SurveySource>;
  readonly limits: BodyLimits;
  readonly refusedCalls: RefusedCalls;
  readonly clock: Clock;
}

/** Stands before the parsing of a survey's body: reads its bytes within limits, and lets pass what is rightly signed. */
export class SurveyGate {
  private readonly passed = new WeakMap<FastifyRequest, Admitted>();

  constructor(private readonly parts: SurveyGateParts) {}

  /** Call before the server is ready. */
  guard(server: FastifyInstance, route: string): void {
    server.addHook('preParsing', async (request, reply, payload) => {
      if (request.routeOptions.url !== route || request.method !== 'POST') return payload;
      return this.check(request, reply, payload as Readable);
    });
  }

  /** What the gate knows about a request that it let pass. */
  admitted(request: FastifyRequest): Admitted | undefined {
    return this.passed.get(request);
  }

  private async check(request: FastifyRequest, reply: FastifyReply, payload: Readable): Promise<Readable> {
    const { surveys, limits, refusedCalls, clock } = this.parts;
    const { name = '' } = request.params as { name?: string };
    const source = surveys.get(name);
    const told = source === undefined ? '(unknown)' : name;
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      refusedCalls.tell(told, 'contentType');
      throw new UnsupportedMediaTypeException();
    }
    const body = await readWhole(payload, limits).catch((error: Error) => {
      refusedCalls.tell(told, nameOf(error));
      // what is still to come is not waited for
      reply.header('connection', 'close');
      throw error;
    });
    if (source === undefined) {
      refusedCalls.tell(told, 'unknownSource');
      throw new UnauthorizedException();
    }
    const verified = verifySignature(source, { headers: request.headers, body }, clock());
    if ('fault' in verified) {
      refusedCalls.tell(told, verified.fault);
      throw new UnauthorizedException();
    }
    this.passed.set(request, { source, id: verified.id });
    return again(body);
  }
}

function nameOf(error: Error): string {
  if (error instanceof PayloadTooLargeException) return 'tooLarge';
  return error instanceof RequestTimeoutException ? 'tooSlow' : 'brokenOff';
}
