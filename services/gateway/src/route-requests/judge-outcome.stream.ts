import type { IncomingMessage } from 'node:http';
import { Failure } from '@vilfredo/event-sourcing';
import type { Outcome } from './ask-upstream.stream.js';
import { hasBody } from './forwarded-headers.js';
import type { RoutedService } from './route-table.js';

/** The answer to pass on, or why there is none and who may be asked instead. */
export type Verdict =
  | { readonly answer: IncomingMessage }
  | { readonly failure: Failure; readonly next: 'another' | 'same' | 'nobody' };

/** Seconds; a restart takes about as long. */
const retryAfter = 2;

/** A request that reads, and brings nothing that would be used up: it may be sent more than once. */
export function isRepeatable({ method = '', headers }: IncomingMessage): boolean {
  return ['GET', 'HEAD'].includes(method) && !hasBody(headers);
}

/**
 * Who cannot be reached has received nothing, so another can be asked, whatever the request. When a connection broke, or
 * the one asked takes no requests now, only a repeatable request goes to another. A 503 that says when to come back is
 * an answer like any other, once nobody is left to be asked.
 */
export function judge(
  service: RoutedService,
  outcome: Outcome,
  { repeatable, last }: { readonly repeatable: boolean; readonly last: boolean },
): Verdict {
  if ('unreached' in outcome) return { failure: unreached(service, outcome.unreached), next: 'another' };
  if ('broken' in outcome) {
    const next = outcome.kept ? 'same' : 'another';
    return { failure: broken(service, outcome.broken), next: repeatable ? next : 'nobody' };
  }
  const { answer } = outcome;
  const final = answer.headers['retry-after'] !== undefined && (last || !repeatable);
  if (answer.statusCode !== 503 || final) return { answer };
  answer.resume();
  return { failure: busy(service), next: repeatable ? 'another' : 'nobody' };
}

export function unreached(service: RoutedService, cause?: Error): Failure {
  return new Failure('unavailable', `${service} cannot be reached`, { retryAfter, cause });
}

function broken(service: RoutedService, cause: Error): Failure {
  const reason = `the connection to ${service} broke before it answered: whether the request was carried out is not known`;
  return new Failure('unavailable', reason, { retryAfter, cause });
}

function busy(service: RoutedService): Failure {
  return new Failure('unavailable', `${service} takes no requests now`, { retryAfter });
}
