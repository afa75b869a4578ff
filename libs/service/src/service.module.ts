import { type DynamicModule, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Liveness } from './liveness.js';
import { Log } from './log.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';
import { RefusalsController } from './refusals.controller.js';
import { Refusals } from './refusals.js';
import { Shutdown } from './shutdown.js';

/** What every process has once, whatever services run in it. Their modules have these injected by class. */
export interface ServiceParts {
  readonly log: Log;
  readonly liveness: Liveness;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly shutdown: Shutdown;
  /** Of a process that takes records in. */
  readonly refusals?: Refusals | undefined;
}

@Module({})
export class ServiceModule {
  /** Probes and figures over these parts; global, so that a service's own module need not import it. */
  static register(parts: ServiceParts): DynamicModule {
    const providers = [
      { provide: Log, useValue: parts.log },
      { provide: Liveness, useValue: parts.liveness },
      { provide: Readiness, useValue: parts.readiness },
      { provide: Metrics, useValue: parts.metrics },
      { provide: Shutdown, useValue: parts.shutdown },
      { provide: Refusals, useValue: parts.refusals ?? Refusals.unkept() },
    ];
    return {
      module: ServiceModule,
      global: true,
      controllers: [HealthController, MetricsController, ...(parts.refusals === undefined ? [] : [RefusalsController])],
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
