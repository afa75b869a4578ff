import { type EventLog, failureOf, failureTable, type StoredEvent } from '@vilfredo/event-sourcing';
import { read } from '@vilfredo/events';
import { type CustomerEvent, orderFactOf, takeIn } from '../assess-customer/advance-customer.js';
import { type CustomerScore, unknownCustomer } from '../assess-customer/customer-score.js';
import { readCustomerEvent } from '../assess-customer/read-customer-event.js';
import { foldOrders } from '../customer-facts/fold-orders.js';
import { EpochAssembly, type Era, eraOf } from '../eras/era.js';
import { governanceUpTo } from '../eras/governance-log.js';
import { customerTopics } from '../score-customers/customer-projection.js';

/** What happened until `asOf`, as far as it was known by `knownAt`; both epoch ms. */
export interface Recollection {
  readonly asOf: number;
  readonly knownAt: number;
}

/** The customer as they stood at a moment, folded from history alone; null when nothing was known of them. */
export async function recallCustomer(
  log: EventLog,
  id: string,
  skipped: readonly string[],
  { asOf, knownAt }: Recollection,
  era: Era,
): Promise<CustomerScore | null> {
  const events = await log.history({ topics: customerTopics, subject: id });
  const known = events.filter(
    (event) => !skipped.includes(event.id) && Date.parse(event.time) <= asOf && Date.parse(event.recordedat) <= knownAt,
  );
  if (known.length === 0) return null;
  const score = unknownCustomer(id);
  const facts = readUntilParked(known).flatMap((event) => {
    takeIn(score, event);
    return orderFactOf(event) ?? [];
  });
  const published = await changesUntil(log, id, asOf, knownAt);
  return { ...score, facts: foldOrders(facts, era.calendar), seq: published.length };
}

/** As the live fold does: what cannot be read is parked, and all behind it waits. */
function readUntilParked(events: readonly StoredEvent[]): CustomerEvent[] {
  const readable: CustomerEvent[] = [];
  for (const stored of events) {
    try {
      readable.push(readCustomerEvent(stored));
    } catch (error) {
      if (failureTable[failureOf(error).kind].consumer === 'park') break;
      throw error;
    }
  }
  return readable;
}

async function changesUntil(log: EventLog, id: string, asOf: number, knownAt: number): Promise<StoredEvent[]> {
  const changes = await log.history({ topics: ['scores'], subject: id });
  return changes.filter(({ time, recordedat }) => Date.parse(time) <= asOf && Date.parse(recordedat) <= knownAt);
}

/**
 * The rules and cut-offs that held at an instant (epoch ms). Before the first cut-offs those are taken: a moment from
 * before the deployment began is judged by the first population it measured.
 */
export async function eraAt(log: EventLog, instant: number): Promise<Era | null> {
  const assembly = new EpochAssembly();
  let era: Era | null = null;
  for await (const stored of governanceUpTo(log)) {
    const isLater = Date.parse(stored.recordedat) > instant;
    if (isLater && era?.epoch != null) break;
    era = eraAfter(era, stored, assembly);
  }
  return era;
}

function eraAfter(era: Era | null, stored: StoredEvent, assembly: EpochAssembly): Era | null {
  const since = Date.parse(stored.recordedat);
  const event = read(stored);
  if (event.type === 'PolicyActivated') return eraOf(event.payload.policy, stored, since);
  const epoch = event.type === 'CutoffsRecorded' ? assembly.add(event.payload) : null;
  if (epoch === null || era === null || epoch.policy !== era.policy.name) return era;
  return { ...era, epoch, begunBy: stored, since };
}
