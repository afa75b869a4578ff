import { Body, Controller, Inject, Param, Post, Req, Res, UnauthorizedException } from '@nestjs/common';
import { Described, Refusals, type RequestTrace, Trace } from '@vilfredo/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal } from '../import-contacts/contact-columns.js';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import { convertSurvey, isFresh } from './convert-survey.js';
import type { RefusedCalls } from './refused-calls.log.js';
import type { SurveyGate } from './survey-gate.hook.js';
import { surveying } from './take-surveys.openapi.js';

export const surveyPartsToken = Symbol('take-surveys parts');

export interface SurveyControllerParts {
  readonly intake: ContactIntake;
  readonly gate: SurveyGate;
  readonly refusedCalls: RefusedCalls;
  readonly clock: () => number;
}

/** Ratings that survey tools send when they have them. */
@Controller('surveys')
export class TakeSurveysController {
  constructor(
    @Inject(surveyPartsToken) private readonly parts: SurveyControllerParts,
    private readonly refusals: Refusals,
  ) {}

  /**
   * One signed message of a survey tool that the settings name. 202 once the log has its rating, or had it already;
   * 400 with field and reason when it cannot be used; 401 when its signature, its time or its sender is not right.
   */
  @Post(':name')
  @Described(surveying)
  async take(
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { intake, gate, refusedCalls, clock } = this.parts;
    const admitted = gate.admitted(request);
    if (admitted === undefined) throw new UnauthorizedException();
    const { source, id } = admitted;
    if (!isFresh(source, body, clock())) {
      refusedCalls.tell(name, 'outOfTime');
      throw new UnauthorizedException();
    }
    const record = convertSurvey(source, body, id);
    const [outcome] = isRefusal(record) ? [{ refused: [record] }] : await intake.record([record], trace);
    reply.status(202);
    if (outcome !== undefined && 'outcome' in outcome) {
      const duplicate = outcome.outcome === 'duplicate';
      return { accepted: duplicate ? 0 : 1, duplicates: duplicate ? 1 : 0, refused: [] };
    }
    const refused = (outcome?.refused ?? []).map(({ field, reason }) => ({ line: 1, field, reason }));
    const { field, reason } = refused[0] ?? { field: null, reason: 'unusable' };
    refusedCalls.tell(name, reason);
    await this.refusals.count({ [reason]: 1 });
    reply.status(400).type('application/problem+json');
    const counts = { accepted: 0, duplicates: 0, refused };
    return { type: 'about:blank', title: 'Bad Request', status: 400, field, reason, ...counts };
  }
}
