import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Absent, each call opens a connection of its own. */
  readonly agent?: Agent;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A call that got no answer. */
export class NoAnswer extends Error {
  constructor(
    /** Whether the connection was never made, so that nothing can have come of the call. */
    readonly unreached: boolean,
    /** Whether an answer began and was cut off. */
    readonly broken: boolean,
    cause: Error,
  ) {
    super(`no answer: ${cause.message}`, { cause });
    this.name = 'NoAnswer';
  }
}

/** @throws NoAnswer when the connection was refused, reset or silent for too long */
export function call(
  url: string,
  { method = 'GET', headers = {}, body, agent, timeoutMs = 30_000 }: Call = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let begun = false;
    const fail = (error: NodeJS.ErrnoException) => reject(new NoAnswer(error.code === 'ECONNREFUSED', begun, error));
    const options = {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body ?? '') },
      agent: agent ?? false,
    };
    const sending = request(url, options, (response) => {
      begun = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    sending.on('error', fail);
    sending.setTimeout(timeoutMs, () => sending.destroy(new Error(`silent for ${timeoutMs} ms`)));
    sending.end(body);
  });
}

/** Calls with a JSON body and reads a JSON answer. @throws Error with the answer when its status is 400 or more */
export async function callJson<T>(
  url: string,
  body?: unknown,
  method: 'GET' | 'POST' | 'PUT' = body === undefined ? 'GET' : 'POST',
): Promise<T> {
  const json =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const { status, text } = await call(url, { method, timeoutMs: 120_000, ...json });
  if (status >= 400) throw new Error(`${method} ${url} answered ${status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}
