import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import { clockToken, logToken } from './injected.js';
import { RegisterCustomersController } from './register-customers/register-customers.controller.js';

@Module({})
export class CustomerRegistryModule {
  static register({ log, clock }: { log: EventLog; clock: Clock }): DynamicModule {
    return {
      module: CustomerRegistryModule,
      controllers: [RegisterCustomersController],
      providers: [
        { provide: logToken, useValue: log },
        { provide: clockToken, useValue: clock },
      ],
    };
  }
}
