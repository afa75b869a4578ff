import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { registerContentTypes } from '@vilfredo/service';
import type { FastifyInstance } from 'fastify';
import type { ContactMapping } from '../import-contacts/contact-mapping.js';
import type { ContactIntake } from '../record-contacts/contact-intake.js';
import { callReader } from './read-call.js';
import { callIntakeToken, callReaderToken, TakeCallsController } from './take-calls.controller.js';

export interface TakeCallsParts {
  readonly intake: ContactIntake;
  /** Mappings of kind `calls`, for sources that send records in columns of their own. */
  readonly mappings: readonly ContactMapping[];
}

@Module({})
export class TakeCallsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  static register({ intake, mappings }: TakeCallsParts): DynamicModule {
    return {
      module: TakeCallsModule,
      controllers: [TakeCallsController],
      providers: [
        { provide: callIntakeToken, useValue: intake },
        { provide: callReaderToken, useValue: callReader(mappings) },
      ],
    };
  }

  onModuleInit(): void {
    registerContentTypes(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
