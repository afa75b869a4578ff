import type { FeedPage } from '@vilfredo/scoring';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import { followFeed } from './follow-feed.js';

export interface FeedOptions {
  readonly after?: string;
  readonly follow?: boolean;
}

const perPage = 1_000;

/** `feed`: score changes as NDJSON, and on standard error the cursor to go on from. */
export async function feed(session: Session, { after, follow = false }: FeedOptions): Promise<ExitCode> {
  const cursor = follow ? await followFeed(session, after) : await readFeed(session, after);
  session.note(`cursor=${cursor ?? ''}`);
  return exitCodes.done;
}

async function readFeed({ deployment, out }: Session, after: string | undefined): Promise<string | undefined> {
  let cursor = after;
  for (;;) {
    const page: FeedPage = await deployment.get('/scores/changes', { after: cursor, limit: perPage });
    for (const item of page.items) await out.line(JSON.stringify(item));
    cursor = page.next;
    if (page.items.length === 0) return cursor;
  }
}
