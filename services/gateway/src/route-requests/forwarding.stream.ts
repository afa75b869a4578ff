import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, Failure } from '@vilfredo/event-sourcing';
import { type ProblemAnswer, problemOf, type RequestTrace } from '@vilfredo/service';
import { askUpstream, type Outcome } from './ask-upstream.stream.js';
import { endToEnd, requestHeaders } from './forwarded-headers.js';
import type { ForwardingFigures } from './forwarding-figures.metrics.js';
import { isRepeatable, judge, unreached } from './judge-outcome.stream.js';
import type { RoutedService } from './route-table.js';
import type { Upstream, Upstreams } from './upstreams.watch.js';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly trace: RequestTrace;
}

const connectMs = 2_000;
/** Silence after which a connection is probed: a peer that vanished is noticed some ten seconds later. */
const probeAfterMs = 10_000;
/** A look that finds silence takes three seconds. A command may be at work, with no time to answer a look. */
const silentLooks = 3;
const silentLooksOfCommands = 10;

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
    const status = answer instanceof Failure ? 503 : answer.statusCode;
    this.figures.answered(service, gone.signal.aborted ? 'left' : String(status), this.clock() - begun);
    if (answer instanceof Failure) this.refuse(response, answer);
    else if (gone.signal.aborted) answer.destroy();
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

  /** Asks one after the other, as long as that cannot carry a request out twice. */
  private async answerOf(
    service: RoutedService,
    exchange: Exchange,
    gone: AbortSignal,
  ): Promise<IncomingMessage | Failure> {
    const repeatable = isRepeatable(exchange.request);
    const candidates = [...this.upstreams.inTurn(service)];
    let failure = unreached(service);
    for (let upstream = candidates.shift(); upstream !== undefined && !gone.aborted; upstream = candidates.shift()) {
      const outcome = await this.ask(upstream, exchange, gone, repeatable);
      if ('unreached' in outcome && !gone.aborted) upstream.obstacle = 'does not answer';
      const verdict = judge(service, outcome, { repeatable, last: candidates.length === 0 });
      if ('answer' in verdict) return verdict.answer;
      failure = verdict.failure;
      if (verdict.next === 'nobody') break;
      if (verdict.next === 'same') candidates.unshift(upstream);
    }
    return failure;
  }

  private async ask(
    upstream: Upstream,
    { request, trace }: Exchange,
    gone: AbortSignal,
    repeatable: boolean,
  ): Promise<Outcome> {
    const { url } = upstream;
    const { remoteAddress } = request.socket;
    const headers = requestHeaders(request.headers, { host: url.host, remoteAddress, trace });
    const silent = new AbortController();
    const end = upstream.whileWaiting(repeatable ? silentLooks : silentLooksOfCommands, () => silent.abort());
    const question = { to: url, headers, agent: this.agent, connectMs, silent: silent.signal };
    const outcome = await askUpstream(request, question, gone);
    end();
    return outcome;
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
