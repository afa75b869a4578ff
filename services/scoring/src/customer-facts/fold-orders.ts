import type { Calendar } from '@vilfredo/scoring-model';
import { addOrder, type CustomerFacts, noFacts } from './customer-facts.js';
import { type OrderFact, settledAsPlaced, settleOrders } from './settle-orders.js';

/** Whether one more fact can be added as it is; if not, the customer is to be folded again from history. */
export function canAdd(facts: CustomerFacts, fact: OrderFact): boolean {
  return fact.type === 'OrderPlaced' && fact.time > facts.reached;
}

/** Adds an order that `canAdd` allows; the facts are changed in place. */
export function addFact(facts: CustomerFacts, fact: OrderFact & { type: 'OrderPlaced' }, calendar: Calendar): void {
  addOrder(facts, settledAsPlaced(fact.event, fact.time, fact.payload), (time) => calendar.dayOf(time));
  facts.orderFacts++;
  facts.currency = laterCurrency(facts.currency, fact);
}

/** Folds a whole history, given in any order, into the facts that the tidy history leaves. */
export function foldOrders(history: readonly OrderFact[], calendar: Calendar): CustomerFacts {
  const facts = noFacts();
  const { orders, reached } = settleOrders(history);
  for (const order of orders) addOrder(facts, order, (time) => calendar.dayOf(time));
  facts.orderFacts = history.length;
  facts.reached = reached;
  for (const fact of history) facts.currency = laterCurrency(facts.currency, fact);
  return facts;
}

/** One currency whatever the order of facts: where several were used, the last by name. */
function laterCurrency(known: string, fact: OrderFact): string {
  return fact.type !== 'OrderCancelled' && fact.payload.currency > known ? fact.payload.currency : known;
}
