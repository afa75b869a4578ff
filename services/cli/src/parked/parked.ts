import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Column } from '../tables/table.js';

interface Cause {
  readonly kind: string;
  readonly reason: string;
  readonly field?: string;
}

/** One key with something parked on it, as the deployment tells it. */
export interface ParkedKey {
  readonly key: string;
  readonly events: number;
  readonly cause: Cause | null;
  readonly since: string | null;
  readonly attempts: number;
}

interface ParkedDetail extends Omit<ParkedKey, 'events'> {
  readonly events: readonly { id: string; type: string; time: string; characters: number; cause: Cause | null }[];
}

const keyColumns: readonly Column[] = [
  { title: 'Key', kind: 'text' },
  { title: 'Events', kind: 'number' },
  { title: 'Since', kind: 'text' },
  { title: 'Attempts', kind: 'number' },
  { title: 'Cause', kind: 'text' },
];
const eventColumns: readonly Column[] = [
  { title: 'Event', kind: 'text' },
  { title: 'Type', kind: 'text' },
  { title: 'Happened', kind: 'text' },
  { title: 'Characters', kind: 'number' },
  { title: 'Cause', kind: 'text' },
];

/** `parked`: every key that could not be processed, by name. */
export async function listParked(session: Session): Promise<ExitCode> {
  const keys = await parkedKeys(session);
  if (session.json) await session.out.json({ items: keys, next: null });
  else if (keys.length === 0) await session.out.line('nothing is parked');
  else
    await session.out.table(
      keyColumns,
      keys.map(({ key, events, since, attempts, cause }) => [key, events, since, attempts, causeWords(cause)]),
    );
  return exitCodes.done;
}

async function parkedKeys({ deployment }: Session): Promise<readonly ParkedKey[]> {
  const keys: ParkedKey[] = [];
  let cursor: string | undefined;
  do {
    const page = await deployment.get<{ items: ParkedKey[]; next: string | null }>('/parked', { limit: 1_000, cursor });
    keys.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return keys;
}

/** `parked show KEY`: what waits on one key, in order. */
export async function showParked(session: Session, key: string): Promise<ExitCode> {
  const detail = await session.deployment.get<ParkedDetail>(pathOf(key), {}, naming(key));
  if (session.json) await session.out.json(detail);
  else
    await session.out.table(
      eventColumns,
      detail.events.map(({ id, type, time, characters, cause }) => [
        id,
        type,
        time,
        characters,
        cause === null ? 'waits behind the one before' : causeWords(cause),
      ]),
    );
  return exitCodes.done;
}

/** `parked retry KEY`: exits 1 when something is still parked afterwards. */
export async function retryParked(session: Session, key: string): Promise<ExitCode> {
  const drained = await session.deployment.send<{ drained: number; empty: boolean }>(
    'POST',
    `${pathOf(key)}/retry`,
    {},
    naming(key),
  );
  if (session.json) await session.out.json(drained);
  else await session.out.line(`drained=${drained.drained} empty=${drained.empty}`);
  if (!drained.empty) session.note(`the next event on ${key} failed again: vilfredo parked show ${key}`);
  return drained.empty ? exitCodes.done : exitCodes.failed;
}

/** `parked skip KEY --why …`: leaves the event in front out, on the record. */
export async function skipParked(session: Session, key: string, why: string): Promise<ExitCode> {
  const skipped = await session.deployment.send<{ skipped: string }>(
    'POST',
    `${pathOf(key)}/skip`,
    { why },
    naming(key),
  );
  if (session.json) await session.out.json(skipped);
  else await session.out.line(`skipped=${skipped.skipped}`);
  return exitCodes.done;
}

function pathOf(key: string): string {
  return `/parked/${encodeURIComponent(key)}`;
}

function naming(key: string): string {
  return `key ${key}`;
}

/** The reason with its field; a dash for none. */
export function causeWords(cause: Cause | null): string {
  if (cause === null) return '-';
  return cause.field === undefined ? cause.reason : `${cause.field}: ${cause.reason}`;
}
