import { type Clock, type EventLog, type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { recordOrder } from '@vilfredo/order-ingestion';
import { type DemoFact, demoEnterprise, demoTrickle } from './demo-enterprise/index.js';

export interface DemoSettings {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly seed: number;
  readonly customers: number;
}

const chunk = 500;

/** Fills an empty log with the demo enterprise's history up to today. Returns the number of facts. */
export async function fillWithDemo({ log, clock, seed, customers }: DemoSettings): Promise<number> {
  const until = new Date(clock()).toISOString().slice(0, 10);
  let events: EventToAppend[] = [];
  let count = 0;
  const flush = async () => {
    await log.append(events);
    count += events.length;
    events = [];
  };
  for (const fact of demoEnterprise({ seed, customers, until })) {
    events.push(eventOf(fact, clock()));
    if (events.length >= chunk) await flush();
  }
  await flush();
  return count;
}

/** Whether the log holds the demo's orders and nobody else's: only then may more of them trickle in. */
export async function isDemo(log: EventLog): Promise<boolean> {
  const { events } = await log.read({ topics: ['orders'], limit: 1 });
  return events.length > 0 && (JSON.parse(events[0]!.data) as { source?: string }).source === 'demo';
}

export async function isEmpty(log: EventLog): Promise<boolean> {
  const { events } = await log.read({ topics: ['orders', 'customers'], limit: 1 });
  return events.length === 0;
}

/** Lets new demo orders come in, about one a second, until the returned function is called. */
export function trickle(settings: DemoSettings, onFailure: (error: unknown) => void, everyMs = 1_000): () => void {
  const { log, clock, seed, customers } = settings;
  const next = demoTrickle({ seed, customers });
  let n = 0;
  const timer = setInterval(() => {
    const at = clock();
    log.append([eventOf(next(n++, at), at)]).catch(onFailure);
  }, everyMs);
  return () => clearInterval(timer);
}

function eventOf(fact: DemoFact, now: number): EventToAppend {
  const { event, refused } = recordOrder(fact, now);
  if (event !== undefined) return event;
  throw new Failure(
    'bug',
    `the demo made a wrong fact: ${refused.map(({ field, reason }) => `${field} ${reason}`).join('; ')}`,
  );
}
