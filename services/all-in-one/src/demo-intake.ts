import { Registrar } from '@vilfredo/customer-registry';
import { type Clock, type EventLog, type EventToAppend, Failure } from '@vilfredo/event-sourcing';
import { recordOrder } from '@vilfredo/order-ingestion';
import { traceOf } from '@vilfredo/service';
import type { ContactServices } from './contact-services.js';
import { type DemoFact, demoContacts, demoEnterprise, demoTrickle, isRegistration } from './demo-enterprise/index.js';
import type { DemoPlan } from './unfinished-demo.js';

export interface DemoSettings {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly contacts: Pick<ContactServices, 'capture' | 'vault' | 'country' | 'keys'>;
  readonly seed: number;
  readonly customers: number;
}

const chunk = 500;

/** Records the demo enterprise's history; what is in already stays as it is. @returns the number of facts */
export async function fillWithDemo(
  { log, clock, contacts }: Pick<DemoSettings, 'log' | 'clock' | 'contacts'>,
  { seed, customers, until }: DemoPlan,
): Promise<number> {
  const orders = [...demoEnterprise({ seed, customers, until })];
  for (const some of chunksOf(orders)) await log.append(some.map((fact) => eventOf(fact, clock())));
  const told = demoContacts({ seed, customers, until });
  // Who the customers are is told first: their contacts find them.
  const registrations = told.filter(isRegistration);
  const { keys: store, vault, country } = contacts;
  const registrar = await Registrar.open({ log, clock, store, vault, country });
  for (const some of chunksOf(registrations)) await register(some, registrar);
  const others = told.filter((one) => !isRegistration(one));
  for (const some of chunksOf(others)) {
    for (const outcome of await contacts.capture.intake.record(some))
      if ('refused' in outcome) wrongFact(outcome.refused);
  }
  return orders.length + told.length;
}

/** The day of an instant (epoch ms), ISO 8601: how far a demo that is made then goes. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

async function register(registrations: readonly unknown[], registrar: Registrar): Promise<void> {
  for (const outcome of await registrar.register(registrations, traceOf({})))
    if (typeof outcome !== 'string') wrongFact(outcome.refused);
}

function chunksOf<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / chunk) }, (_, i) => list.slice(i * chunk, (i + 1) * chunk));
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
export function trickle(
  settings: Omit<DemoSettings, 'contacts'>,
  onFailure: (error: unknown) => void,
  everyMs = 1_000,
): () => void {
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
  return wrongFact(refused);
}

function wrongFact(refused: readonly { readonly field: string; readonly reason: string }[]): never {
  const wrong = refused.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  throw new Failure('bug', `the demo made a wrong fact: ${wrong}`);
}
