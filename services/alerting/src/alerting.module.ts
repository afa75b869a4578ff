import { type DynamicModule, Module } from '@nestjs/common';
import { AlertsController } from './list-alerts/alerts.controller.js';
import { AlertingRuntime } from './watch-customers/alerting-runtime.js';
import { ParkedCustomersController } from './watch-customers/parked-customers.controller.js';

/** Alerting with its routes, over a runtime that its owner opens, starts and stops. */
@Module({})
export class AlertingModule {
  static register(runtime: AlertingRuntime): DynamicModule {
    return {
      module: AlertingModule,
      controllers: [AlertsController, ParkedCustomersController],
      providers: [{ provide: AlertingRuntime, useValue: runtime }],
      exports: [AlertingRuntime],
    };
  }
}
