import type { EventToAppend } from '@vilfredo/event-sourcing';
import { cues } from '@vilfredo/events';
import {
  caseResolved,
  caseTransferred,
  complaintOpened,
  interactionRecorded,
  interestSignalled,
  orderCancelled,
  orderPlaced,
  orderReturned,
  satisfactionRated,
} from '@vilfredo/testing';

export const factKinds = [
  ...(['order', 'order', 'order', 'order', 'return', 'cancellation'] as const),
  ...(['rating', 'rating', 'contact', 'signal', 'complaint', 'settled', 'transfer'] as const),
] as const;

export type FactKind = (typeof factKinds)[number];

/** What chance decides of something that happens to a customer. */
export interface RandomFact {
  readonly customer: string;
  readonly cents: number;
  readonly sku: string;
}

/** The `i`th fact of a history, of a kind, that happened at a time; what it is about may be told by another, before or after. */
export function factOf(what: FactKind, { customer, cents, sku }: RandomFact, at: string, i: number): EventToAppend {
  const orderId = `o${Math.floor(i / 2)}`;
  switch (what) {
    case 'order':
      return orderPlaced({ customer, at, cents, sku, quantity: 1 + (cents % 3), orderId: `o${i}` });
    case 'return':
      return orderReturned({ customer, at, cents, sku, returnId: `r${i}`, ...(cents % 2 ? { orderId } : {}) });
    case 'cancellation':
      return orderCancelled({ customer, at, orderId });
    case 'rating':
      return satisfactionRated({ customer, at, overall: 1 + (cents % 5), ratingId: `r${i}` });
    case 'contact':
      return interactionRecorded({ customer, at, contactId: `c${i}`, issueId: `m${cents % 2}` });
    case 'signal':
      return interestSignalled({ customer, at, product: sku, cue: cues[cents % cues.length]! });
    case 'complaint':
      return complaintOpened({ customer, at, caseId: orderId, severity: (1 + (cents % 3)) as 1 | 2 | 3 });
    case 'settled':
      return caseResolved({ customer, at, caseId: orderId, recovered: cents % 2 === 0 });
    case 'transfer':
      return caseTransferred({ customer, at, contactId: `c${i}` });
    default:
      return what satisfies never;
  }
}
