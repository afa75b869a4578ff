import { Failure } from '@vilfredo/event-sourcing';

/**
 * What an answer with an error status means, in a sentence; reads `application/problem+json`.
 * @param about what was asked for, named where it is not there
 */
export function failureOfAnswer(status: number, body: string, url: string, about?: string): Failure {
  const { field, reason } = problemIn(body);
  if (reason === undefined) {
    return new Failure('unavailable', `${url} answers, but not as a Vilfredo deployment does (status ${status})`);
  }
  if (status === 503) return new Failure('unavailable', `the deployment cannot do this now: ${reason}`);
  if (status >= 500) {
    return new Failure('unavailable', `the deployment failed on this (status ${status}): its log says why`);
  }
  if (status === 404 && about !== undefined) return new Failure('refused', `${about}: ${reason}`);
  return new Failure(status === 400 ? 'invalid' : 'refused', wordsFor(field, reason));
}

/** A reason with the field it is about, said once. */
export function wordsFor(field: string | null | undefined, reason: string): string {
  return field == null || field === '' || reason.startsWith(field) ? reason : `${field}: ${reason}`;
}

/** Why a deployment could not be spoken to, and how to mend it. */
export function failureOfConnection(error: unknown, url: string): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  return new Failure('unavailable', sentenceFor(code, message, url), { cause: error });
}

function sentenceFor(code: string | undefined, message: string, url: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing answers at ${url}: start a deployment with \`npm start\`, or name one with --url or VILFREDO_URL`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no machine by the name in ${url}: name the deployment with --url or VILFREDO_URL`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${url} cannot be reached (${code}): is it the right address, and is the network up?`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return `the connection to ${url} broke off: has the deployment been stopped? Run the same command again`;
    default:
      return `cannot speak to ${url} (${code ?? message})`;
  }
}

function problemIn(body: string): { field?: string; reason?: string } {
  const problem = parsed(body);
  if (typeof problem !== 'object' || problem === null) return {};
  const { field, reason } = problem as { field?: unknown; reason?: unknown };
  return { ...(typeof field === 'string' && { field }), ...(typeof reason === 'string' && { reason }) };
}

/** The JSON value of a text; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
