import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { type RequestTrace, Trace } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import { registrarToken } from '../injected.js';
import { type RegistrarParts, type RegistrationAnswer, registerAll } from './register-customers.runner.js';

const mostAtOnce = 1_000;

/** Intake of customers. */
@Controller('customers')
export class RegisterCustomersController {
  constructor(@Inject(registrarToken) private readonly parts: RegistrarParts) {}

  /** One customer or an array of them; 202 once the log has every usable one, 400 when none was usable. */
  @Post()
  async register(
    @Body() body: unknown,
    @Trace() { correlationid, traceparent }: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistrationAnswer | object> {
    const intake: unknown[] = Array.isArray(body) ? body : [body];
    if (intake.length > mostAtOnce) throw new Failure('invalid', `at most ${mostAtOnce} at once`);
    if (intake.length === 0) throw new Failure('invalid', 'the body holds no customers');
    const answer = await registerAll(intake, { correlationid, traceparent }, this.parts);
    const usable = answer.accepted + answer.duplicates > 0;
    reply.status(usable ? 202 : 400);
    if (usable) return answer;
    const { field, reason } = answer.refused[0] ?? { field: null, reason: 'unusable' };
    reply.type('application/problem+json');
    return { type: 'about:blank', title: 'Bad Request', status: 400, field, reason, ...answer };
  }
}
