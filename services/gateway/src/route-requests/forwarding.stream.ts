import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, Failure } from '@vilfredo/event-sourcing';
import { type ProblemAnswer, problemOf, type RequestTrace } from '@vilfredo/service';
import { askUpstream, type Outcome } from './ask-upstream.stream.js';
import { endToEnd, hasBody, requestHeaders } from './forwarded-headers.js';
import type { ForwardingFigures } from './forwarding-figures.metrics.js';
import type { RoutedService } from './route-table.js';
import type { Upstream, Upstreams } from './upstreams.watch.js';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly trace: RequestTrace;
}

/** A restart takes about as long. */
const retryAfter = 2;
const connectMs = 2_000;
/** Silence after which a connection is probed: a peer that vanished is noticed some ten seconds later. */
const probeAfterMs = 10_000;

/** Sends requests on to the services behind, and their answers back, as they flow. */
export class Forwarding {
  private readonly agent = new Agent({ keepAlive: true, keepAliveMsecs: probeAfterMs });
  private readonly streams = new Set<() => void>();
  private stopping = false;

  constructor(
    private readonly upstreams: Upstreams,
    private readonly figures: ForwardingFigures,
    private readonly clock: Clock,
  ) {}

  /** Answers a request, whatever happens. */
  async forward(service: RoutedService, exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    this.figures.begun(service, response);
    const begun = this.clock();
    const answer = await this.answerOf(service, exchange, gone.signal);
    this.figures.answered(service, answer instanceof Failure ? 503 : answer.statusCode, this.clock() - begun);
    if (gone.signal.aborted) {
      if (!(answer instanceof Failure)) answer.destroy();
    } else if (answer instanceof Failure) this.refuse(response, answer);
    else this.relay(answer, { request, response });
  }

  /** Ends every stream that would not end by itself; whoever reads one resumes it elsewhere. No connection is kept from now on. */
  stop(): void {
    this.stopping = true;
    for (const end of this.streams) end();
  }

  /** When all is answered. */
  close(): void {
    this.agent.destroy();
  }

  /**
   * Asks one after the other. Who cannot be reached has received nothing, so anybody can be asked next. A request that
   * reads and has no body can be asked again also when a connection broke, or when the one asked has no time.
   */
  private async answerOf(
    service: RoutedService,
    exchange: Exchange,
    gone: AbortSignal,
  ): Promise<IncomingMessage | Failure> {
    const { method = '', headers } = exchange.request;
    const repeatable = ['GET', 'HEAD'].includes(method) && !hasBody(headers);
    const candidates = [...this.upstreams.inTurn(service)];
    let failure = new Failure('unavailable', `${service} cannot be reached`, { retryAfter });
    for (let upstream = candidates.shift(); upstream !== undefined && !gone.aborted; upstream = candidates.shift()) {
      const outcome = await this.ask(upstream, exchange, gone);
      if ('unreached' in outcome) {
        upstream.obstacle = 'does not answer';
        continue;
      }
      if ('broken' in outcome) {
        failure = lost(service, outcome.broken);
        if (!repeatable) break;
        if (outcome.kept) candidates.unshift(upstream);
        continue;
      }
      const { answer } = outcome;
      if (answer.statusCode !== 503 || (answer.headers['retry-after'] !== undefined && !(repeatable && candidates[0])))
        return answer;
      answer.resume();
      failure = new Failure('unavailable', `${service} takes no requests now`, { retryAfter });
      if (!repeatable) break;
    }
    return failure;
  }

  private ask(upstream: Upstream, { request, trace }: Exchange, gone: AbortSignal): Promise<Outcome> {
    const { url } = upstream;
    const headers = requestHeaders(request.headers, {
      host: url.host,
      remoteAddress: request.socket.remoteAddress,
      trace,
    });
    return askUpstream(request, { to: url, headers, agent: this.agent, connectMs }, gone);
  }

  private relay(answer: IncomingMessage, { request, response }: Omit<Exchange, 'trace'>): void {
    const headers = { ...endToEnd(answer.headers), ...(this.stopping && { connection: 'close' }) };
    response.writeHead(answer.statusCode ?? 502, headers);
    if (request.method !== 'HEAD') response.flushHeaders();
    answer.pipe(response);
    answer.on('error', () => response.destroy());
    answer.on('close', () => {
      // half an answer must not look like a whole one
      if (!answer.complete) response.destroy();
    });
    if (answer.headers['content-type']?.startsWith('text/event-stream')) this.endWhenStopping(answer, response);
    response.on('close', () => answer.destroy());
  }

  private endWhenStopping(answer: IncomingMessage, response: ServerResponse): void {
    const end = () => {
      answer.unpipe(response);
      response.end();
    };
    if (this.stopping) end();
    this.streams.add(end);
    response.on('close', () => this.streams.delete(end));
  }

  private refuse(response: ServerResponse, failure: Failure): void {
    sendProblem(response, problemOf(failure), this.stopping ? { connection: 'close' } : {});
  }
}

function lost(service: RoutedService, cause: Error): Failure {
  const reason = `the connection to ${service} broke before it answered: whether the request was carried out is not known`;
  return new Failure('unavailable', reason, { retryAfter, cause });
}

function sendProblem(
  response: ServerResponse,
  { problem, headers }: ProblemAnswer,
  more: Readonly<Record<string, string>>,
): void {
  const text = JSON.stringify(problem);
  response.writeHead(problem.status, {
    ...headers,
    ...more,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
