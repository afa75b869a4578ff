import { Body, Controller, Inject, Post, Query, Res } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { answerIntake, Described, Refusals, type RequestTrace, refusedIn, Trace, takeObjects } from '@vilfredo/service';
import type { FastifyReply } from 'fastify';
import { registrarToken } from '../injected.js';
import { registerBatch } from './register-batch.runner.js';
import { registering } from './register-customers.openapi.js';
import type { Registrar } from './register-customers.runner.js';

/** Intake of customers. */
@Controller('customers')
export class RegisterCustomersController {
  constructor(
    @Inject(registrarToken) private readonly registrar: Registrar,
    private readonly refusals: Refusals,
  ) {}

  /**
   * One customer, an array of them, or NDJSON; 202 once the log has every usable one, 400 when none was usable, 503 when
   * the log refused: then all may be sent again. With `dryRun=true` each is checked, nothing is recorded, and it is 200.
   */
  @Post()
  @Described(registering)
  async register(
    @Body() body: unknown,
    @Query() { dryRun }: Readonly<Record<string, unknown>>,
    @Trace() { correlationid, traceparent }: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const isRehearsed = readFlag(dryRun);
    const trace = { correlationid, traceparent };
    const answer = await takeObjects(body, 'customers', (objects) =>
      registerBatch(objects, async (intake) =>
        isRehearsed ? this.registrar.check(intake) : this.registrar.register(intake, trace),
      ),
    );
    if (!isRehearsed) await this.refusals.count(refusedIn(answer));
    return answerIntake(answer, 'customers', reply, isRehearsed ? 200 : 202);
  }
}

function readFlag(dryRun: unknown): boolean {
  if (dryRun === undefined || dryRun === 'false') return false;
  if (dryRun === 'true') return true;
  throw new Failure('invalid', 'must be true or false', { field: 'dryRun' });
}
