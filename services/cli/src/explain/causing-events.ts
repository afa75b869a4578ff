import { fromMinor, minorDigits } from '@vilfredo/events';
import type { DeploymentClient } from '../deployment/deployment-client.js';
import { contactWords } from './contact-words.js';

/** An event behind a part, as far as a person wants to know it. */
export interface CausingEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  /** The number under which the source knows it. */
  readonly number: string | null;
  /** Decimal string; null where the event carries no amount. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** What a contact was about, in a few words; null for orders. What was said in it is not told. */
  readonly about: string | null;
}

interface TimelineItem {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly data: unknown;
}

/** Looks events up in the customer's timeline, reading no more of it than is needed. */
export async function causingEvents(
  deployment: DeploymentClient,
  customerId: string,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, CausingEvent>> {
  const found = new Map<string, CausingEvent>();
  let cursor: string | undefined;
  while (found.size < ids.size) {
    const page = await deployment.get<{ items: readonly TimelineItem[]; next: string | null }>(
      `/customers/${encodeURIComponent(customerId)}/timeline`,
      { limit: 1_000, cursor },
    );
    for (const item of page.items) if (ids.has(item.id)) found.set(item.id, causingEvent(item));
    if (page.next === null) break;
    cursor = page.next;
  }
  return found;
}

/** What the payload says: its number, its lines summed up, and what a contact was about. */
export function causingEvent({ id, type, at, data }: TimelineItem): CausingEvent {
  const said = (typeof data === 'object' && data !== null ? data : {}) as Readonly<Record<string, unknown>>;
  const number = numbers.map((name) => said[name]).find((each) => typeof each === 'string');
  const currency = typeof said.currency === 'string' ? said.currency : null;
  return {
    id,
    type,
    at,
    number: (number as string | undefined) ?? null,
    amount: amountOf(said, currency),
    currency,
    about: contactWords(type, said),
  };
}

const numbers = [
  ...['orderId', 'returnId', 'quoteId', 'contractId'],
  ...['ratingId', 'caseId', 'interactionId', 'attemptId'],
] as const;

function amountOf({ lines, amountMinor }: Readonly<Record<string, unknown>>, currency: string | null): string | null {
  const amounts = Array.isArray(lines)
    ? lines.map((line: { amountMinor?: unknown } | null) => line?.amountMinor)
    : [amountMinor];
  if (!amounts.every((amount) => typeof amount === 'number')) return null;
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return fromMinor(sum, currency === null ? 2 : minorDigits(currency));
}
