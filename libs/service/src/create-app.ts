import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { OfferedMethods } from './offered-methods.js';
import { answerProblem, ProblemFilter } from './problem.filter.js';
import { problemOf } from './problem.js';
import { ServiceModule, type ServiceParts } from './service.module.js';
import { requireSingleParameters } from './single-parameters.js';
import { traceRequests } from './trace.js';

export interface AppSettings {
  readonly parts: ServiceParts;
  /** The modules of the services that this process runs. */
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  /** Largest body that is read at once, in bytes; 1 MiB when absent. Streamed bodies have limits of their own. */
  readonly bodyLimit?: number;
}

/** In characters, decoded: longer than any id that is taken in. */
const longestParameter = 1_000;

@Module({})
class Root {
  static of(parts: ServiceParts, imports: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return { module: Root, imports: [ServiceModule.register(parts), ...imports] };
  }
}

/** An application with probes, figures, traces and problem answers, ready for routes to be described and served. */
export async function createApp({
  parts,
  imports,
  bodyLimit = 1024 * 1024,
}: AppSettings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    logger: false,
    onProtoPoisoning: 'error',
    routerOptions: { maxParamLength: longestParameter },
    // who is cut off while the process stops is answered by what stands in front, or tries again
    return503OnClosing: false,
    // an address that cannot be decoded is answered before any filter is reached
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      answerProblem(reply, problemOf(error)),
  });
  traceRequests(adapter.getInstance());
  requireSingleParameters(adapter.getInstance());
  const offered = new OfferedMethods(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(Root.of(parts, imports), adapter, {
    logger: parts.log,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(parts.log, offered));
  return app;
}
