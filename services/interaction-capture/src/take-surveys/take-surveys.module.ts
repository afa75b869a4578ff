import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Clock } from '@vilfredo/event-sourcing';
import { Log } from '@vilfredo/service';
import type { FastifyInstance } from 'fastify';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import { RefusedCalls } from './refused-calls.log.js';
import { type BodyLimits, webhookLimits } from './signed-body.stream.js';
import { SurveyGate } from './survey-gate.hook.js';
import type { SurveySource } from './survey-source.js';
import { type SurveyControllerParts, surveyPartsToken, TakeSurveysController } from './take-surveys.controller.js';

export interface TakeSurveysParts {
  readonly intake: ContactIntake;
  readonly clock: Clock;
  /** See `loadSurveys`; empty when nobody may send surveys. */
  readonly surveys: ReadonlyMap<string, SurveySource>;
  readonly limits?: BodyLimits;
}

@Module({})
export class TakeSurveysModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(surveyPartsToken) private readonly parts: SurveyControllerParts,
  ) {}

  static register({ intake, clock, surveys, limits = webhookLimits }: TakeSurveysParts): DynamicModule {
    const make = (log: Log): SurveyControllerParts => {
      const refusedCalls = new RefusedCalls(log, clock);
      return { intake, clock, refusedCalls, gate: new SurveyGate({ surveys, limits, refusedCalls, clock }) };
    };
    return {
      module: TakeSurveysModule,
      controllers: [TakeSurveysController],
      providers: [{ provide: surveyPartsToken, useFactory: make, inject: [Log] }],
    };
  }

  onModuleInit(): void {
    this.parts.gate.guard(this.host.httpAdapter.getInstance<FastifyInstance>(), '/surveys/:name');
  }
}
