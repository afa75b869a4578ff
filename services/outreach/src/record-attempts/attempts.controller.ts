import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { Described, NotThere, type RequestTrace, Trace } from '@vilfredo/service';
import { OutreachRuntime } from '../plan-calls/outreach-runtime.js';
import { attempting } from './attempts.openapi.js';
import { type AttemptAnswer, type RecordedAttempt, recordAttempt } from './record-attempt.js';

/** `POST /calls/{customerId}/attempts`: what came of trying to reach somebody. */
@Controller('calls/:customerId/attempts')
export class AttemptsController {
  constructor(@Inject(OutreachRuntime) private readonly runtime: OutreachRuntime) {}

  /** 202 once the log has it; 409 when the same attempt was told otherwise before. */
  @Post()
  @Described(attempting)
  @HttpCode(202)
  async record(
    @Param('customerId') customerId: string,
    @Body() body: unknown,
    @Trace() { correlationid, traceparent }: RequestTrace,
  ): Promise<AttemptAnswer> {
    const { log, clock } = this.runtime.settings;
    const attempt = recordAttempt(customerId, body, clock(), { correlationid, traceparent });
    if (!(await this.runtime.views.load([customerId])).has(customerId)) {
      throw new NotThere('no customer', 'customerId');
    }
    const [outcome] = await log.append([attempt.event]);
    if (outcome === 'conflict' && !(await this.isToldAgain(attempt))) {
      throw new Failure('conflict', 'was told otherwise before', { field: 'attemptId' });
    }
    return { attemptId: attempt.attemptId, outcome: outcome === 'appended' ? 'accepted' : 'duplicate' };
  }

  /** Told again without a time it says another moment, and is the same all the same. */
  private async isToldAgain({ event, isDated }: RecordedAttempt): Promise<boolean> {
    if (isDated) return false;
    const { log } = this.runtime.settings;
    const told = await log.history({ topics: [event.topic], subject: event.subject });
    return told.some(({ id, type, data }) => id === event.id && type === event.type && data === event.data);
  }
}
