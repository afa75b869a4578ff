import { Failure } from '@vilfredo/event-sourcing';
import type { ImportSummary } from '@vilfredo/order-ingestion';
import type { DeploymentClient, OpenAnswer } from '../deployment/deployment-client.js';
import { failureOfAnswer, wordsFor } from '../deployment/plain-words.js';
import type { InputFile } from '../input/input-file.js';
import { type AnswerListener, type ImportFailed, readImportAnswer } from './import-answer.js';

/** What files can hold, and where they are imported. */
export const importRoutes = { orders: '/imports', interactions: '/interactions/imports' } as const;
export type ImportKind = keyof typeof importRoutes;

/** How a file is to be imported, as its route takes it. */
export interface ImportRequest {
  readonly kind: ImportKind;
  readonly mapping: unknown;
  readonly dryRun: boolean;
}

/** What became of sending once. */
export type Attempt = { readonly done: ImportSummary } | { readonly failed: Failure; readonly retryAfter?: unknown };

/**
 * Sends a file as it is and hears what becomes of it. Told to come back later, it waits and sends the file again
 * from its beginning: what is in the log already counts as duplicate.
 * @param listen a listener for each attempt
 * @throws Failure when the deployment refuses the file or gives it up
 */
export async function sendFile(
  deployment: DeploymentClient,
  file: InputFile,
  request: ImportRequest,
  listen: () => AnswerListener | Promise<AnswerListener>,
): Promise<ImportSummary> {
  return untilTaken(deployment, file, async () => sendOnce(deployment, file, request, await listen()));
}

/** Told to come back later, waits and sends again where that can be done. @throws Failure when it is given up */
export async function untilTaken(
  deployment: Pick<DeploymentClient, 'waitFor'>,
  file: InputFile,
  send: () => Promise<Attempt>,
): Promise<ImportSummary> {
  for (let attempt = 1; ; attempt++) {
    const result = await send();
    if ('done' in result) return result.done;
    const again = file.repeatable && result.retryAfter !== undefined;
    if (!again || !(await deployment.waitFor(result.retryAfter, attempt))) throw result.failed;
  }
}

/** Sends content from its beginning to its end. @throws Failure when the connection breaks */
export async function sendOnce(
  deployment: DeploymentClient,
  file: InputFile,
  request: ImportRequest,
  listener: AnswerListener,
): Promise<Attempt> {
  const route = importRoutes[request.kind];
  const { id } = await deployment.send<{ id: string }>('POST', route, request);
  const body = file.open();
  const answer = await deployment.open(`${route}/${encodeURIComponent(id)}/content`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
  try {
    if (answer.status >= 300) return await refusedBy(deployment, answer);
    return await outcomeOf(deployment, file, answer, listener);
  } finally {
    body.destroy();
  }
}

async function refusedBy(deployment: DeploymentClient, { status, headers, body }: OpenAnswer): Promise<Attempt> {
  const failed = failureOfAnswer(status, await deployment.textOf(body), deployment.url);
  return { failed, ...(status === 503 && { retryAfter: headers['retry-after'] ?? '5' }) };
}

async function outcomeOf(
  deployment: DeploymentClient,
  file: InputFile,
  { body, sent }: OpenAnswer,
  listener: AnswerListener,
): Promise<Attempt> {
  try {
    const outcome = await readImportAnswer(body, listener);
    if (outcome === undefined) throw Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' });
    if ('done' in outcome) return outcome;
    return { failed: gaveUp(file, outcome.failed), retryAfter: outcome.failed.retryAfter };
  } catch (error) {
    throw deployment.brokenBy(await originOf(error, sent));
  }
}

/** A file that cannot be read any further breaks the connection too: then that is what went wrong. */
async function originOf(error: unknown, sent: Promise<Error | undefined>): Promise<unknown> {
  if (error instanceof Failure) return error;
  return unreadable(await Promise.race([sent, Promise.resolve(undefined)])) ?? error;
}

/** The failure of a file that cannot be read any further; nothing for other errors. */
export function unreadable(error: unknown): Failure | undefined {
  const { syscall, code } = (error ?? {}) as NodeJS.ErrnoException;
  if (syscall !== 'read' || code === 'ECONNRESET') return undefined;
  return new Failure('unavailable', `cannot read on (${code})`, { cause: error });
}

function gaveUp({ name }: InputFile, { field, reason, retryAfter }: ImportFailed): Failure {
  return new Failure(retryAfter === undefined ? 'invalid' : 'unavailable', `${name}: ${wordsFor(field, reason)}`);
}
