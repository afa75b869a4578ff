import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Clock, EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { registerContentTypes } from '@vilfredo/service';
import type { Vault } from '@vilfredo/vault';
import type { FastifyInstance } from 'fastify';
import { ContactDetailsController } from './contact-details/contact-details.controller.js';
import { detailsToken, registrarToken } from './injected.js';
import { RegisterCustomersController } from './register-customers/register-customers.controller.js';
import { Registrar } from './register-customers/register-customers.runner.js';

export interface CustomerRegistryParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly vault: Vault;
  /** Beside the customers' keys, and as long as they: by it what is said again is known. */
  readonly store: ViewStore;
  /** ISO 3166 alpha-2: how phone numbers without a country code are read. The same in every process. */
  readonly country?: string | undefined;
}

@Module({})
export class CustomerRegistryModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  static register(parts: CustomerRegistryParts): DynamicModule {
    return {
      module: CustomerRegistryModule,
      controllers: [RegisterCustomersController, ContactDetailsController],
      providers: [
        { provide: registrarToken, useFactory: () => Registrar.open(parts) },
        { provide: detailsToken, useValue: parts },
      ],
    };
  }

  onModuleInit(): void {
    registerContentTypes(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}
