import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from 'node:dns';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Failure } from '@vilfredo/event-sourcing';
import { isPublicAddress, isPublicHost } from './public-address.ipaddr.js';

/** Asks for every address of a name. */
export type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface PosterSettings {
  readonly url: string;
  readonly slots: number;
  readonly allowPrivateTargets: boolean;
  /** For the whole exchange, ms. */
  readonly timeoutMs: number;
  readonly resolve?: Resolve;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** An answer's body is of no interest; one so short is read to its end, so that the connection can be used again. */
const shortBody = 16_384;

/** Posts to one address: over connections to addresses that were checked, following nothing, reading no body. */
export class WebhookPoster {
  private readonly agent: HttpAgent | HttpsAgent;
  private readonly target: URL;

  constructor(private readonly settings: PosterSettings) {
    this.target = new URL(settings.url);
    const { protocol } = this.target;
    const options = { keepAlive: true, maxSockets: settings.slots, scheduling: 'lifo' } as const;
    this.agent = protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** @throws Error when no answer came; Failure `refused` when the target is not allowed */
  async post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answer> {
    this.assertAllowed();
    try {
      return await this.exchange(headers, body, signal);
    } catch (error) {
      if (!(error instanceof ConnectionReused)) throw error;
      return this.exchange(headers, body, signal);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private assertAllowed(): void {
    const { allowPrivateTargets } = this.settings;
    if (allowPrivateTargets) return;
    if (this.target.protocol !== 'https:') throw new Failure('refused', 'the address must begin with https://');
    if (isPublicHost(this.target.hostname) === false) throw privateTarget();
  }

  private exchange(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answer> {
    const { timeoutMs } = this.settings;
    const begin = this.target.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const request = begin(this.target, {
        method: 'POST',
        agent: this.agent,
        lookup: (name, options, done) => this.lookup(name, options, done),
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      });
      const end = (reason: string) => request.destroy(new Error(reason));
      const timer = setTimeout(() => end(`no answer within ${timeoutMs / 1_000} s`), timeoutMs);
      const stop = () => end('delivery was stopped');
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop);
      const over = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      };
      request.on('response', (answer) => {
        over();
        letGo(answer);
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        over();
        const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        reject(isStale ? new ConnectionReused(error.message) : error);
      });
      request.end(body);
    });
  }

  /** Resolves the name, checks every address it has, and connects to one of those: there is no second look-up. */
  private lookup(
    name: string,
    options: { all?: boolean | undefined; family?: number | 'IPv4' | 'IPv6' | undefined },
    done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
  ): void {
    const { resolve = lookUp as Resolve, allowPrivateTargets } = this.settings;
    resolve(name, { all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      if (!allowPrivateTargets && !addresses.every(({ address }) => isPublicAddress(address))) {
        return done(privateTarget(), []);
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) done(null, addresses);
      else done(null, first.address, first.family);
    });
  }
}

/** A kept connection was closed at the other end as it was used: most likely nobody has seen the request. */
class ConnectionReused extends Error {
  readonly code = 'ECONNRESET';
}

function privateTarget(): Failure {
  return new Failure('refused', 'the address is private, and private targets are not allowed');
}

/** Reads a short body away and breaks the connection of a long one, however it comes. */
function letGo(answer: IncomingMessage): void {
  let length = 0;
  const tooLong = Number(answer.headers['content-length'] ?? 0) > shortBody;
  if (tooLong) return void answer.destroy();
  const impatience = setTimeout(() => answer.destroy(), 1_000);
  answer.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > shortBody) answer.destroy();
  });
  answer.on('error', () => clearTimeout(impatience));
  answer.on('close', () => clearTimeout(impatience));
}
