import { Controller, Get, Inject } from '@nestjs/common';
import { Failure } from '@vilfredo/event-sourcing';
import { type RoutedService } from '../route-requests/route-table.js';
import { Upstreams } from '../route-requests/upstreams.watch.js';
import { mergeOpenApi, type RouteDescription } from './merge-openapi.js';

const info = { title: 'Vilfredo', description: 'What every customer is worth, live.', version: '0.1.0' };
const patienceMs = 5_000;

/** `GET /openapi.json`: the routes of every service as one description. */
@Controller()
export class DescribeRoutesController {
  constructor(@Inject(Upstreams) private readonly upstreams: Upstreams) {}

  @Get('openapi.json')
  async routes(): Promise<RouteDescription> {
    const described = await Promise.all(
      this.upstreams.services.map(async (service) => [service, await this.ask(service)] as const),
    );
    return mergeOpenApi(info, Object.fromEntries(described));
  }

  private async ask(service: RoutedService): Promise<RouteDescription> {
    let cause: unknown;
    for (const { url } of this.upstreams.inTurn(service)) {
      try {
        const answer = await fetch(new URL('/openapi.json', url), { signal: AbortSignal.timeout(patienceMs) });
        if (answer.ok) return (await answer.json()) as RouteDescription;
        cause = new Error(`${url.host} answered ${answer.status}`);
      } catch (error) {
        cause = error;
      }
    }
    throw new Failure('unavailable', `${service} cannot be asked what its routes are`, { retryAfter: 2, cause });
  }
}
