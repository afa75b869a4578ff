import { Failure } from '@vilfredo/event-sourcing';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import { failureOfAnswer } from '../deployment/plain-words.js';
import type { Session } from '../session.js';
import { serverSentEvents } from './server-sent-events.js';

const longestWait = 30_000;
const path = '/scores/changes/stream';

/**
 * Prints changes as they come until interrupted. A connection that breaks is taken up again from the last change seen,
 * so that none is missed or printed twice.
 * @returns the cursor of the last change seen
 * @throws Failure when the deployment cannot be reached at all, or refuses the cursor
 */
export async function followFeed(session: Session, after: string | undefined): Promise<string | undefined> {
  const { deployment, surroundings } = session;
  const { interrupted, pause } = surroundings;
  const seen = { cursor: after, connected: false };
  for (let wait = 1_000; !interrupted.aborted; wait = Math.min(longestWait, wait * 2)) {
    const before = seen.cursor;
    try {
      await follow(session, deployment, seen);
    } catch (error) {
      if (interrupted.aborted) break;
      if (!seen.connected || !(error instanceof Failure) || error.kind !== 'unavailable') throw error;
    }
    if (interrupted.aborted) break;
    if (seen.cursor !== before) wait = 1_000;
    session.note(`the feed broke off; going on after ${seen.cursor ?? 'the beginning'} in ${wait / 1_000} s`);
    await pause(wait);
  }
  return seen.cursor;
}

async function follow(
  { out }: Session,
  deployment: DeploymentClient,
  seen: { cursor: string | undefined; connected: boolean },
): Promise<void> {
  const headers = { accept: 'text/event-stream', ...(seen.cursor !== undefined && { 'last-event-id': seen.cursor }) };
  const { status, body } = await deployment.open(path, { headers });
  if (status !== 200) throw failureOfAnswer(status, await deployment.textOf(body), deployment.url);
  seen.connected = true;
  try {
    for await (const { id, data } of serverSentEvents(body)) {
      await out.line(data);
      if (id !== '') seen.cursor = id;
    }
  } catch (error) {
    throw deployment.brokenBy(error);
  }
}
