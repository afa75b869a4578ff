import type { CollectionDefinition, Cursor, StoredView } from '@vilfredo/event-sourcing';

/** One view per receiver: where it stands. */
export const receiversCollection: CollectionDefinition = { name: 'receivers', fields: {}, indexes: {} };

export interface ReceiverState {
  /** Everything up to here is delivered or held; null stands for the beginning of the log. */
  readonly cursor: Cursor | null;
  /** Who delivers, and until when nobody else does, epoch ms. */
  readonly lease: { readonly owner: string; readonly until: number };
  /** Why nothing is sent until somebody says so; null when it is. */
  readonly disabled: { readonly at: number; readonly reason: string } | null;
  /** What failed is to be tried at once, as if it had not been tried. */
  readonly renew: boolean;
  readonly held: number;
  readonly retrying: number;
  readonly delivered: number;
  readonly failures: number;
  readonly givenUp: number;
  readonly lastDeliveredAt: number | null;
  readonly lastError: { readonly at: number; readonly reason: string } | null;
}

/** A receiver that is new begins with what happens from now on. */
export function newState(cursor: Cursor | null): ReceiverState {
  return {
    cursor,
    lease: { owner: '', until: 0 },
    disabled: null,
    renew: false,
    held: 0,
    retrying: 0,
    delivered: 0,
    failures: 0,
    givenUp: 0,
    lastDeliveredAt: null,
    lastError: null,
  };
}

export function stateIn({ body }: Pick<StoredView, 'body'>): ReceiverState {
  return JSON.parse(body) as ReceiverState;
}

export function viewOf(name: string, version: number, state: ReceiverState): StoredView {
  return { id: name, version, body: JSON.stringify(state), fields: {} };
}

/** Somebody else delivers for now. */
export function isTaken({ lease }: ReceiverState, owner: string, now: number): boolean {
  return lease.owner !== owner && lease.until > now;
}
