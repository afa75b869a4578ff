import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { type RefusedBy, type RequestTrace, refusedTogether, Trace } from '@vilfredo/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { unreached } from '../route-requests/judge-outcome.stream.js';
import type { RoutedService } from '../route-requests/route-table.js';
import { type Upstream, Upstreams } from '../route-requests/upstreams.watch.js';

/** Who takes records in, and may refuse them. */
const intakes: readonly RoutedService[] = ['order-ingestion', 'customer-registry', 'interaction-capture'];
/** How long an intake may take to say what it refused, in milliseconds. */
const patienceMs = 2_000;
/** Looks in a row at a process that find silence, after which nobody waits for it. */
const silentLooks = 3;
const passedOn = ['content-type', 'retry-after'];

/** `GET /summary`: the book, which scoring tells, with what every intake refused. */
@Controller('summary')
export class SummaryController {
  constructor(@Inject(Upstreams) private readonly upstreams: Upstreams) {}

  @Get()
  async summary(@Req() request: FastifyRequest, @Trace() trace: RequestTrace, @Res() reply: FastifyReply) {
    const deployed = intakes.filter((service) => this.upstreams.services.includes(service));
    const asking = deployed.map((service) => [service, () => this.refusedBy(service)] as const);
    const [book, refused] = await Promise.all([
      this.book(request.raw.url ?? '/summary', trace),
      refusedTogether(Object.fromEntries(asking)),
    ]);
    reply.status(book.status);
    for (const name of passedOn) if (book.headers.has(name)) reply.header(name, book.headers.get(name));
    const text = await book.text();
    return reply.send(book.ok ? JSON.stringify({ ...(JSON.parse(text) as object), ...refused }) : text);
  }

  /** @throws Failure `unavailable` when no process of scoring answers */
  private async book(url: string, { traceparent, correlationid }: RequestTrace): Promise<Response> {
    const headers = { traceparent, 'x-request-id': correlationid };
    let cause: unknown;
    let busy: Response | undefined;
    for (const upstream of this.upstreams.inTurn('scoring')) {
      try {
        const answer = await whileItLives(upstream, (signal) => fetch(new URL(url, upstream.url), { headers, signal }));
        if (answer.status !== 503) return answer;
        busy = answer;
      } catch (error) {
        cause = error;
      }
    }
    if (busy?.headers.has('retry-after')) return busy;
    throw unreached('scoring', cause instanceof Error ? cause : undefined);
  }

  private async refusedBy(service: RoutedService): Promise<RefusedBy> {
    const signal = AbortSignal.timeout(patienceMs);
    let cause: unknown;
    for (const { url } of this.upstreams.inTurn(service)) {
      try {
        const answer = await fetch(new URL('/refused', url), { signal });
        const { refused } = (await answer.json()) as { refused?: RefusedBy };
        if (answer.ok && refused !== undefined) return refused;
      } catch (error) {
        cause = error;
      }
    }
    throw unreached(service, cause instanceof Error ? cause : undefined);
  }
}

/** A book may take long to read; a process that is frozen keeps its connections, and never answers. */
async function whileItLives<T>(upstream: Upstream, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const silent = new AbortController();
  const end = upstream.whileWaiting(silentLooks, () => silent.abort());
  try {
    return await ask(silent.signal);
  } finally {
    end();
  }
}
