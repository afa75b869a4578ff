import { type Clock, type EventLog, Failure, type StoredEvent } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import { isProspect } from '../resolve-contacts/prospect.js';
import { merged, mergedId } from './retell.js';

export interface LinkedByHand {
  readonly prospectId: string;
  readonly customerId: string;
  readonly outcome: 'recorded' | 'duplicate';
}

/**
 * Somebody says who a prospect is. Their history follows as soon as the fact is read back from the log.
 * @throws Failure `invalid` naming the wrong field; `refused` when the prospect is known to be another customer
 */
export async function linkByHand(
  { log, clock }: { readonly log: Pick<EventLog, 'append' | 'history'>; readonly clock: Clock },
  prospectId: string,
  customerId: string,
): Promise<LinkedByHand> {
  if (!isProspect(prospectId)) throw new Failure('invalid', 'is no prospect', { field: 'prospectId' });
  if (isProspect(customerId)) throw new Failure('invalid', 'is a prospect too', { field: 'customerId' });
  const history = () => log.history({ topics: ['customers'], subject: prospectId });
  const before = await history();
  if (before.length === 0) throw new Failure('invalid', 'is not known', { field: 'prospectId' });
  const told = intoOf(before);
  if (told === undefined) {
    await log.append([merged(prospectId, customerId, new Date(clock()).toISOString())]);
  }
  const into = told ?? intoOf(await history());
  if (into !== customerId) throw new Failure('refused', 'is known to be another customer', { field: 'prospectId' });
  return { prospectId, customerId, outcome: told === undefined ? 'recorded' : 'duplicate' };
}

function intoOf(history: readonly StoredEvent[]): string | undefined {
  const told = history.find(({ id, subject }) => id === mergedId(subject));
  if (told === undefined) return undefined;
  const { type, payload } = read(told);
  return type === 'CustomersMerged' ? payload.into : undefined;
}
