import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { CallsController } from './list-calls/calls.controller.js';
import { ParkedCallsController } from './parked-calls/parked-calls.controller.js';
import { OutreachRuntime, type OutreachSettings } from './plan-calls/outreach-runtime.js';
import { AttemptsController } from './record-attempts/attempts.controller.js';

/** The call list with its routes, over a runtime that its owner opens, starts and stops. */
@Module({})
export class OutreachModule {
  static of(runtime: OutreachRuntime): DynamicModule {
    return moduleOf(OutreachModule, { provide: OutreachRuntime, useValue: runtime });
  }

  /** The same over a runtime of its own, which starts and stops with the application. */
  static register(settings: OutreachSettings): DynamicModule {
    return moduleOf(OutreachRunningModule, {
      provide: OutreachRuntime,
      useFactory: () => OutreachRuntime.open(settings),
    });
  }
}

@Module({})
class OutreachRunningModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(OutreachRuntime) private readonly runtime: OutreachRuntime) {}

  onApplicationBootstrap(): Promise<void> {
    return this.runtime.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.runtime.stop();
  }
}

function moduleOf(module: new (...parts: never[]) => object, runtime: Provider): DynamicModule {
  return { module, controllers: [AttemptsController, CallsController, ParkedCallsController], providers: [runtime] };
}
