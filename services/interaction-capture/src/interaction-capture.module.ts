import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { registerContentTypes } from '@vilfredo/service';
import type { FastifyInstance } from 'fastify';
import { captureToken, contactIntakeToken } from './injected.js';
import type { InteractionCapture } from './interaction-capture.runtime.js';
import { LinkProspectsController } from './link-prospects/link-prospects.controller.js';
import { RecordContactsController } from './record-contacts/record-contacts.controller.js';

/** Intake of contacts with its routes, over a runtime that its owner opens, starts and stops. Every module may inject its intake. */
@Module({})
export class InteractionCaptureModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  static register(capture: InteractionCapture): DynamicModule {
    const providers = [
      { provide: captureToken, useValue: capture },
      { provide: contactIntakeToken, useValue: capture.intake },
    ];
    return {
      module: InteractionCaptureModule,
      global: true,
      controllers: [RecordContactsController, LinkProspectsController],
      providers,
      exports: providers,
    };
  }

  onModuleInit(): void {
    registerContentTypes(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
