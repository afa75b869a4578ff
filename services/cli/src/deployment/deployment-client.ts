import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@vilfredo/event-sourcing';
import { WrongUsage } from '../exit-code.js';
import { failureOfAnswer, failureOfConnection, parsed } from './plain-words.js';

export interface ClientSettings {
  readonly stderr: { write(text: string): unknown };
  readonly pause: (ms: number) => Promise<void>;
  readonly interrupted: AbortSignal;
}

export interface Exchange {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

/** An answer whose body is still arriving. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
  /** Resolves when what was sent is sent; to the error when it could not be. Never rejects. */
  readonly sent: Promise<Error | undefined>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

const attempts = 5;
const longestWaitSeconds = 60;

/**
 * A deployment by HTTP. Node's own `request`, because it reads an answer while a file is still being sent, and waits
 * for a long rebuild as long as it takes.
 */
export class DeploymentClient {
  private readonly base: URL;

  /** @throws WrongUsage when the address is none */
  constructor(
    readonly url: string,
    private readonly settings: ClientSettings,
  ) {
    if (!URL.canParse(url) || !/^https?:\/\//.test(url)) {
      throw new WrongUsage(`--url: must be an address such as http://127.0.0.1:8080, and is ${url.slice(0, 100)}`);
    }
    this.base = new URL(url.endsWith('/') ? url : `${url}/`);
  }

  /**
   * Reads JSON.
   * @param about what is asked for, put before what the deployment says where it is not there
   * @throws Failure saying plainly what went wrong
   */
  async get<T>(path: string, query: Query = {}, about?: string): Promise<T> {
    return (await this.ask(withQuery(path, query), {}, about)) as T;
  }

  /** Sends JSON and reads JSON; the same failures as `get`. */
  async send<T>(method: 'POST' | 'PUT', path: string, value: unknown, about?: string): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return (await this.ask(path, { method, headers, body: JSON.stringify(value) }, about)) as T;
  }

  /** Status, headers and text, whatever they are; tried once. @throws Failure when nobody answers */
  async probe(path: string): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
    const { status, headers, body } = await this.open(path);
    return { status, headers, text: await this.textOf(body) };
  }

  /** Begins an exchange. Bodies that stream are sent while the answer is read. @throws Failure when nobody answers */
  open(path: string, { method = 'GET', headers = {}, body }: Exchange = {}): Promise<OpenAnswer> {
    const target = new URL(path.replace(/^\//, ''), this.base);
    const begin = target.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const request = begin(target, { method, headers });
      this.endOnInterruption(request);
      const streamed = body !== undefined && typeof body !== 'string';
      const sent = streamed
        ? pipeline(body, request).then(
            () => undefined,
            (error: Error) => error,
          )
        : Promise.resolve(undefined);
      request.on('response', (answer) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer, sent });
      });
      request.on('error', (error) => reject(this.brokenBy(error)));
      if (!streamed) request.end(body);
    });
  }

  /** Without a `signal` of the request's own: that one would also break a connection that has been handed back. */
  private endOnInterruption(request: ClientRequest): void {
    const { interrupted } = this.settings;
    const end = () => request.destroy();
    if (interrupted.aborted) end();
    interrupted.addEventListener('abort', end);
    request.on('close', () => interrupted.removeEventListener('abort', end));
  }

  /** A broken connection as a failure; an interruption stays what it is. */
  brokenBy(error: unknown): unknown {
    const stopped = this.settings.interrupted.aborted || error instanceof Failure;
    return stopped ? error : failureOfConnection(error, this.url);
  }

  /** Waits as long as a 503 asks for; false when it has been tried often enough. */
  async waitFor(retryAfter: unknown, attempt: number): Promise<boolean> {
    if (attempt >= attempts || this.settings.interrupted.aborted) return false;
    const asked = Number(retryAfter);
    const seconds = Math.min(longestWaitSeconds, Number.isFinite(asked) && asked > 0 ? asked : 5);
    this.settings.stderr.write(`the deployment cannot take this now; trying again in ${seconds} s\n`);
    await this.settings.pause(seconds * 1_000);
    return !this.settings.interrupted.aborted;
  }

  private async ask(path: string, exchange: Exchange, about?: string): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const { status, headers, body } = await this.open(path, exchange);
      const text = await this.textOf(body);
      if (status >= 200 && status < 300) return this.valueOf(status, text);
      if (status !== 503 || !(await this.waitFor(headers['retry-after'], attempt))) {
        throw failureOfAnswer(status, text, this.url, about);
      }
    }
  }

  private valueOf(status: number, text: string): unknown {
    const value = parsed(text);
    if (value === undefined) throw failureOfAnswer(status, text, this.url);
    return value;
  }

  /** The whole of a body as text. */
  async textOf(body: IncomingMessage): Promise<string> {
    try {
      return Buffer.concat(await body.toArray()).toString('utf8');
    } catch (error) {
      throw this.brokenBy(error);
    }
  }
}

/** A path with the given parameters; those without a value are left out. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
