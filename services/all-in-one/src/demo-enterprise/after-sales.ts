import { daySeconds, isoOf } from './calendar.js';
import type { DemoCancellation, DemoFact, DemoLine, DemoOrder, DemoQuote, DemoReturn } from './demo-fact.js';
import type { Profile } from './population.js';
import { between, chance, pick, type Random } from './random.js';

const returnShare = 0.03;
const cancelledShare = 0.01;

/** One line comes back, mostly in part; every third customer does not say from which order. */
export function returnOf(random: Random, order: DemoOrder, returnId: string, at: number): DemoReturn {
  const line = pick(random, order.lines);
  const back: DemoLine = { ...line, quantity: between(random, 1, line.quantity) };
  const { kind: _, orderId, lines: __, ...rest } = order;
  const named = chance(random, 2 / 3) ? { orderId } : {};
  return { ...rest, kind: 'return', returnId, ...named, at: isoOf(at), lines: [back] };
}

function cancellationOf(random: Random, order: DemoOrder): DemoCancellation {
  const at = Date.parse(order.at) / 1000 + between(random, 600, 20 * 3600);
  return { kind: 'cancellation', source: 'demo', orderId: order.orderId, customerId: order.customerId, at: isoOf(at) };
}

function quoteOf(random: Random, order: DemoOrder): DemoQuote {
  const at = Date.parse(order.at) / 1000 - between(random, 2, 10) * daySeconds;
  const { kind: _, orderId, ...rest } = order;
  return { ...rest, kind: 'quote', quoteId: orderId.replace('D-', 'Q-'), at: isoOf(at) };
}

/** What goes with an order: the quote before it, the return or the cancellation after it. */
export function aroundOrder(random: Random, profile: Profile, order: DemoOrder): readonly DemoFact[] {
  if (profile.role !== 'regular' && profile.role !== 'one-time' && profile.role !== 'business') return [];
  const facts: DemoFact[] = [];
  const quoted = chance(random, profile.role === 'business' ? 0.3 : 0.005);
  if (quoted) facts.push(quoteOf(random, order));
  const fate = random();
  if (fate < cancelledShare) facts.push(cancellationOf(random, order));
  else if (fate < cancelledShare + returnShare) {
    const at = Date.parse(order.at) / 1000 + between(random, 3, 20) * daySeconds + between(random, 0, 3600);
    facts.push(returnOf(random, order, order.orderId.replace('D-', 'R-'), at));
  }
  return facts;
}
