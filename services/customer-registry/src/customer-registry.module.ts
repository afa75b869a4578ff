import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import type { Vault } from '@vilfredo/vault';
import { ContactDetailsController } from './contact-details/contact-details.controller.js';
import { registrarToken } from './injected.js';
import { RegisterCustomersController } from './register-customers/register-customers.controller.js';

export interface CustomerRegistryParts {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly vault: Vault;
  /** ISO 3166 alpha-2: how phone numbers without a country code are read. The same in every process. */
  readonly country?: string | undefined;
}

@Module({})
export class CustomerRegistryModule {
  static register(parts: CustomerRegistryParts): DynamicModule {
    return {
      module: CustomerRegistryModule,
      controllers: [RegisterCustomersController, ContactDetailsController],
      providers: [{ provide: registrarToken, useValue: parts }],
    };
  }
}
