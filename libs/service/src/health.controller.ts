import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Described } from './describe-route.js';
import { liveness, readiness, startup } from './health.openapi.js';
import { Liveness, type LoopHealth } from './liveness.js';
import { Readiness } from './readiness.js';

/** The three probes of an orchestrator. 200 is yes, 503 is no, and the body says why. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly liveness: Liveness,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @Described(liveness)
  @Header('cache-control', 'no-store')
  live(@Res({ passthrough: true }) reply: FastifyReply): {
    status: string;
    stalled: string[];
    loops: readonly LoopHealth[];
  } {
    const loops = this.liveness.report();
    const stalled = loops.filter((loop) => loop.stalled).map(({ loop }) => loop);
    if (stalled.length > 0) reply.status(503);
    return { status: stalled.length > 0 ? 'stalled' : 'live', stalled, loops };
  }

  @Get('ready')
  @Described(readiness)
  @Header('cache-control', 'no-store')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; missing: readonly string[] }> {
    const missing = await this.readiness.obstacles();
    if (missing.length > 0) reply.status(503);
    return { status: missing.length > 0 ? 'not ready' : 'ready', missing };
  }

  @Get('startup')
  @Described(startup)
  @Header('cache-control', 'no-store')
  startup(@Res({ passthrough: true }) reply: FastifyReply): { status: string } {
    const started = this.readiness.isStarted();
    if (!started) reply.status(503);
    return { status: started ? 'started' : 'starting' };
  }
}
