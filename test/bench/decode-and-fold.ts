import { createHash } from 'node:crypto';
import type { StoredEvent, ViewCollection } from '@vilfredo/event-sourcing';
import {
  addFact,
  type CustomerFacts,
  canAdd,
  defaultPolicy,
  factsToJson,
  foldOrders,
  leaveWindow,
  noFacts,
  type OrderFact,
  orderFactOf,
  readCustomerEvent,
  scoreFromText,
  windowStart,
} from '@vilfredo/scoring';
import { Calendar } from '@vilfredo/scoring-model';

const calendar = new Calendar(defaultPolicy.timeZone);

/** Everybody's facts folded in memory: nothing assessed, stored or published. */
export class FactsInMemory {
  private readonly customers = new Map<string, { facts: CustomerFacts; history: OrderFact[] }>();

  fold(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const customer = this.of(event.subject);
      const fact = orderFactOf(readCustomerEvent(event));
      if (fact === null) continue;
      customer.history.push(fact);
      if (fact.type === 'OrderPlaced' && canAdd(customer.facts, fact)) addFact(customer.facts, fact, calendar);
      else customer.facts = foldOrders(customer.history, calendar);
    }
  }

  /** SHA-256 over everybody's facts as of a moment. */
  sha256(asOf: number): string {
    return factsSha256(
      Array.from(this.customers, ([id, { facts }]) => ({ id, facts })),
      asOf,
    );
  }

  private of(subject: string) {
    const known = this.customers.get(subject);
    if (known !== undefined) return known;
    const unknown = { facts: noFacts(), history: [] };
    this.customers.set(subject, unknown);
    return unknown;
  }
}

/**
 * The same over the facts in stored views.
 * @param read makes them of a view's body: a customer's score when not given
 */
export async function storedFactsSha256(
  views: ViewCollection,
  asOf: number,
  read: (body: string) => { readonly facts: CustomerFacts } = scoreFromText,
): Promise<string> {
  const customers: { id: string; facts: CustomerFacts }[] = [];
  for await (const page of views.snapshot()) {
    customers.push(...page.map(({ id, body }) => ({ id, facts: read(body).facts })));
  }
  return factsSha256(customers, asOf);
}

function factsSha256(customers: readonly { id: string; facts: CustomerFacts }[], asOf: number): string {
  const start = windowStart(defaultPolicy, calendar.dayOf(asOf), calendar);
  const hash = createHash('sha256');
  for (const { id, facts } of [...customers].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    leaveWindow(facts, start);
    hash
      .update(id)
      .update(JSON.stringify(factsToJson(facts)))
      .update('\n');
  }
  return hash.digest('hex');
}
