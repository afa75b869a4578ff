import { type Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { hasBody } from './forwarded-headers.js';

/** What became of a request: an answer whose body is still arriving, nobody there, or a connection lost on the way. */
export type Outcome =
  | { readonly answer: IncomingMessage }
  | { readonly unreached: Error }
  | {
      readonly broken: Error;
      /** The connection was one kept from before: it may have been closed when nobody looked. */
      readonly kept: boolean;
    };

export interface Question {
  readonly to: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly agent: Agent;
  /** How long to wait for a connection, in milliseconds. */
  readonly connectMs: number;
  /** Ends the wait for an answer; once there is one, it goes on for as long as it lasts. */
  readonly silent: AbortSignal;
}

/** How long a body that nobody wants any more is let run out, in milliseconds. */
const drainMs = 30_000;

/**
 * Sends a request on. Its body flows as fast as it is taken, from the moment there is a connection: of a request that
 * reached nobody not a byte is lost. There is no limit on how long an answer may take or last.
 * @param gone ends the request, whatever it is doing
 */
export function askUpstream(request: IncomingMessage, question: Question, gone: AbortSignal): Promise<Outcome> {
  const { to, headers, agent, connectMs, silent } = question;
  const { hostname, port } = to;
  return new Promise((resolve) => {
    const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port: port || 80, agent };
    const sent = requestHttp({ ...place, method: request.method, path: request.url, headers });
    const end = () => sent.destroy(new Error('the caller has gone'));
    const giveUp = () => sent.destroy(new Error('nobody answers'));
    gone.addEventListener('abort', end, { once: true });
    silent.addEventListener('abort', giveUp, { once: true });
    const patience = setTimeout(() => sent.destroy(new Error(`no connection within ${connectMs} ms`)), connectMs);
    let connected = false;
    const begin = () => {
      connected = true;
      clearTimeout(patience);
      sendBody(request, sent);
    };
    sent.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', begin);
      else begin();
    });
    sent.on('response', (answer) => {
      silent.removeEventListener('abort', giveUp);
      resolve({ answer });
    });
    // after an answer this says only that the rest of the body was not wanted
    sent.on('error', (error) => {
      const kept = sent.reusedSocket && !silent.aborted;
      resolve(connected ? { broken: error, kept } : { unreached: error });
    });
    sent.on('close', () => {
      clearTimeout(patience);
      gone.removeEventListener('abort', end);
      if (connected) drain(request, sent);
    });
    if (gone.aborted) end();
  });
}

function sendBody(request: IncomingMessage, sent: ClientRequest): void {
  if (!hasBody(request.headers)) {
    sent.end();
    return;
  }
  sent.flushHeaders();
  request.pipe(sent);
}

/** Lets the rest of a body pass unread for a while, so that its sender gets to read the answer. */
function drain(request: IncomingMessage, sent: ClientRequest): void {
  request.unpipe(sent);
  if (request.readableEnded || request.destroyed) return;
  const patience = setTimeout(() => request.destroy(), drainMs);
  patience.unref();
  request.once('close', () => clearTimeout(patience));
  request.resume();
}
