import { type ExitCode, exitCodes, WrongUsage } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Column } from '../tables/table.js';

interface Told {
  readonly at: string;
  readonly reason: string;
}

/** A receiver of alerts and score changes, as the deployment tells it. */
export interface ReceiverRow {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  readonly state: string;
  readonly lag: { readonly events: number; readonly more: boolean };
  readonly held: number;
  readonly retrying: number;
  readonly delivered: number;
  readonly lastDeliveredAt: string | null;
  readonly lastError: Told | null;
  readonly disabled: Told | null;
}

const columns: readonly Column[] = [
  { title: 'Receiver', kind: 'text' },
  { title: 'Target', kind: 'text' },
  { title: 'State', kind: 'text' },
  { title: 'Behind', kind: 'text' },
  { title: 'Held', kind: 'number' },
  { title: 'Delivered', kind: 'number' },
  { title: 'Last delivered', kind: 'text' },
  { title: 'Last error', kind: 'text' },
];

/** `receivers`: who is told of alerts and score changes, and how far they are. Exits 1 when one is disabled. */
export async function listReceivers(session: Session): Promise<ExitCode> {
  const page = await session.deployment.get<{ items: ReceiverRow[]; next: null }>('/receivers');
  const { items } = page;
  const disabled = items.filter((receiver) => receiver.disabled !== null);
  if (session.json) await session.out.json(page);
  else if (items.length === 0) await session.out.line('there are no receivers: VILFREDO_RECEIVERS names their file');
  else await session.out.table(columns, items.map(cells));
  for (const { name, disabled: why } of disabled) {
    session.note(`${name} is disabled since ${why?.at}: mend it, then vilfredo receivers enable ${name}`);
  }
  return disabled.length === 0 ? exitCodes.done : exitCodes.failed;
}

/** `receivers enable NAME`: it goes on where it stopped, and what failed is tried at once. */
export function enableReceiver(session: Session, name: string): Promise<ExitCode> {
  return order(session, name, 'enable', {});
}

/** `receivers replay NAME --since T | --after CURSOR`: sends again what was recorded since. */
export async function replayReceiver(
  session: Session,
  name: string,
  { since, after }: { readonly since?: string; readonly after?: string },
): Promise<ExitCode> {
  if ((since === undefined) === (after === undefined)) throw new WrongUsage('give either --since or --after');
  return order(session, name, 'replay', since === undefined ? { after } : { since });
}

/** `receivers test NAME`: exits 1 when the trial message was not taken. */
export async function testReceiver(session: Session, name: string): Promise<ExitCode> {
  const outcome = await send<{ delivered: boolean; reason?: string }>(session, name, 'test', {});
  if (session.json) await session.out.json(outcome);
  else await session.out.line(outcome.delivered ? 'delivered=true' : `delivered=false: ${outcome.reason}`);
  return outcome.delivered ? exitCodes.done : exitCodes.failed;
}

async function order(session: Session, name: string, verb: string, body: object): Promise<ExitCode> {
  const receiver = await send<ReceiverRow>(session, name, verb, body);
  if (session.json) await session.out.json(receiver);
  else await session.out.line(`receiver=${receiver.name} state=${receiver.state} behind=${behind(receiver)}`);
  return exitCodes.done;
}

function send<T>({ deployment }: Session, name: string, verb: string, body: object): Promise<T> {
  const path = `/receivers/${encodeURIComponent(name)}/${verb}`;
  return deployment.send<T>('POST', path, body, `receiver ${name}`);
}

function cells(receiver: ReceiverRow) {
  const { name, target, state, held, delivered, lastDeliveredAt, lastError, disabled } = receiver;
  const error = disabled ?? lastError;
  return [
    ...[name, target, state, behind(receiver), held, delivered, lastDeliveredAt ?? '-'],
    error === null ? '-' : `${error.at} ${error.reason}`,
  ];
}

function behind({ lag: { events, more } }: ReceiverRow): string {
  return more ? `${events} or more` : String(events);
}
