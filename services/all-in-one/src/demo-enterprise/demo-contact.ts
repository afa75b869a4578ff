import type { DemoChannel } from './demo-fact.js';

/** A number or an address. */
export interface DemoContactPoint {
  readonly kind: 'phone' | 'email' | 'address';
  readonly value: string;
}

interface Sent {
  readonly source: 'demo';
  /** ISO 8601, UTC, whole seconds. */
  readonly at: string;
}

/** An object of `POST /customers`. */
export interface DemoCustomer extends Sent {
  readonly customerId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly contactPoints: readonly DemoContactPoint[];
  readonly consent: readonly { readonly channel: DemoChannel; readonly granted: boolean }[];
}

export interface DemoRatingScale {
  readonly min: 1;
  readonly max: 5;
  readonly overall?: number;
  readonly reliability?: number;
  readonly assurance?: number;
  readonly tangibles?: number;
  readonly empathy?: number;
  readonly responsiveness?: number;
}

/** An object of `POST /interactions`; who is not known yet is named by a contact point. */
export interface DemoInteraction extends Sent {
  readonly interactionId: string;
  readonly customerId?: string;
  readonly contactPoint?: DemoContactPoint;
  readonly channel: DemoChannel;
  readonly direction: 'in' | 'out';
  readonly purpose?: 'market' | 'prospecting' | 'sales' | 'service';
  readonly durationSeconds?: number;
  readonly agentId?: string;
  readonly issueId?: string;
  readonly transferred?: boolean;
  readonly rating?: DemoRatingScale;
  readonly signals?: readonly { readonly product: string; readonly cue: string }[];
  readonly complaint?: { readonly severity: 1 | 2 | 3 };
  readonly text?: string;
}

/** An object of `POST /ratings`. */
export interface DemoRating extends Sent {
  readonly ratingId: string;
  readonly customerId: string;
  readonly rating: DemoRatingScale;
}

/** The end of a case, as intake of contacts takes it. */
export interface DemoSettlement extends Sent {
  readonly kind: 'case-resolved';
  readonly caseId: string;
  readonly customerId: string;
  readonly recovered: boolean;
}

export type DemoContact = DemoCustomer | DemoInteraction | DemoRating | DemoSettlement;

export function isInteraction(contact: DemoContact): contact is DemoInteraction {
  return 'interactionId' in contact;
}

export function isRating(contact: DemoContact): contact is DemoRating {
  return 'ratingId' in contact;
}

/** Whether it says who a customer is. */
export function isRegistration(contact: DemoContact): contact is DemoCustomer {
  return 'contactPoints' in contact;
}
