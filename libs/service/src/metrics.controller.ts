import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Described, plain } from './describe-route.js';
import { Metrics } from './metrics.js';

/** The figures in Prometheus' text format. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Described({ summary: "The figures in Prometheus' text format.", answers: { 200: plain('text/plain') } })
  @Header('cache-control', 'no-store')
  async figures(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
