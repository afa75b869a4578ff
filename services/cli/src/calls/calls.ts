import { type FirstOfList, firstOfList } from '../deployment/first-of-list.js';
import { type ExitCode, exitCodes } from '../exit-code.js';
import type { Session } from '../session.js';
import type { Column } from '../tables/table.js';

export interface CallsOptions {
  readonly agent?: string;
  readonly unowned?: boolean;
  readonly limit: number;
}

export interface CallDoneOptions {
  readonly result: string;
  readonly callBackAt?: string;
  readonly agent?: string;
  readonly channel: string;
  readonly at?: string;
  readonly attemptId?: string;
}

interface Reason {
  readonly text: string;
  readonly need: number;
}

/** One line of the call list, as the deployment tells it. */
interface ListedCall {
  readonly customerId: string;
  readonly priority: number;
  readonly value: number;
  readonly need: number;
  readonly tier: string | null;
  readonly ownerId: string | null;
  readonly callBy: string | null;
  readonly attempts: number;
  readonly reasons: readonly Reason[];
}

interface ExplainedCall extends ListedCall {
  readonly onList: boolean;
  readonly position: number | null;
  readonly suggestedAction: string | null;
  readonly holds: readonly { readonly text: string; readonly until: string | null }[];
}

const columns: readonly Column[] = [
  { title: 'Customer', kind: 'text' },
  { title: 'Priority', kind: 'number', decimals: 2 },
  { title: 'Value', kind: 'number', decimals: 2 },
  { title: 'Need', kind: 'number', decimals: 2 },
  { title: 'Tier', kind: 'text' },
  { title: 'Owner', kind: 'text' },
  { title: 'Call by', kind: 'text' },
  { title: 'Tried', kind: 'number' },
  { title: 'Why', kind: 'text' },
];

/** `calls`: whom to call next, most valuable and most needy first. */
export async function calls(session: Session, options: CallsOptions): Promise<ExitCode> {
  const { items, next } = await firstOf(session, options);
  if (session.json) await session.out.json({ items, next });
  else if (items.length === 0) await session.out.line('nobody is to be called');
  else await session.out.table(columns, items.map(cells));
  if (next !== null && !session.json) session.note(`the first ${items.length}; more with --limit`);
  return exitCodes.done;
}

function firstOf({ deployment }: Session, { agent, unowned, limit }: CallsOptions): Promise<FirstOfList<ListedCall>> {
  return firstOfList(deployment, '/calls', { agent, unowned: unowned ? 'true' : undefined }, limit);
}

function cells(call: ListedCall) {
  const { customerId, priority, value, need, tier, ownerId, callBy, attempts, reasons } = call;
  return [customerId, priority, value, need, tier, ownerId, minuteOf(callBy), attempts, reasons[0]?.text];
}

/** `calls show CUSTOMER`: where one customer stands on the list, and why, or why they are not on it. */
export async function showCall(session: Session, customer: string): Promise<ExitCode> {
  const call = await session.deployment.get<ExplainedCall>(pathOf(customer), {}, naming(customer));
  if (session.json) {
    await session.out.json(call);
    return exitCodes.done;
  }
  const { out } = session;
  const place = call.position === null ? '' : `, number ${call.position}`;
  const standing = call.onList ? `on the list${place}` : 'not on the list';
  await out.line(`${customer} is ${standing}: priority=${call.priority} value=${call.value} need=${call.need}`);
  for (const { text } of call.holds) await out.line(`  not now: ${text}`);
  for (const { text, need } of call.reasons) await out.line(`  because: ${text} (need ${need})`);
  if (call.suggestedAction !== null) await out.line(`  to do: ${call.suggestedAction}`);
  if (call.callBy !== null) await out.line(`  call by: ${minuteOf(call.callBy)}`);
  return exitCodes.done;
}

/** `calls done CUSTOMER --result …`: what came of the call; it moves the list. */
export async function callDone(session: Session, customer: string, options: CallDoneOptions): Promise<ExitCode> {
  const { result, callBackAt, agent, channel, at, attemptId } = options;
  const attempt = { channel, result, agentId: agent, callBackAt, at, attemptId };
  const answer = await session.deployment.send<{ attemptId: string; outcome: string }>(
    'POST',
    `${pathOf(customer)}/attempts`,
    attempt,
    naming(customer),
  );
  if (session.json) await session.out.json(answer);
  else await session.out.line(`attempt=${answer.attemptId} outcome=${answer.outcome}`);
  return exitCodes.done;
}

function pathOf(customer: string): string {
  return `/calls/${encodeURIComponent(customer)}`;
}

function naming(customer: string): string {
  return `customer ${customer}`;
}

function minuteOf(time: string | null): string | null {
  return time === null ? null : time.slice(0, 16).replace('T', ' ');
}
