import { type Calendar, daySeconds, isoOf, momentOf } from './calendar.js';
import { catalogue } from './catalogue.js';
import type { DemoContactPoint, DemoInteraction } from './demo-contact.js';
import { officeHours } from './orders.js';
import { personOf } from './people.js';
import { between, chance, pick, randomFor } from './random.js';

export const prospects = 40;
/** Days ago on which the first of them asked for a price, and never ordered. */
export const askedAgo = 21;
const furtherCues = ['service', 'suitable', 'better', 'objection', 'like', 'hesitate'] as const;

/** Numbers of people after those of the customers, whatever their number. */
const firstPerson = 4_900;

/** The number or address by which nobody knows a prospect yet. */
export function prospectPoint(seed: number, nth: number): DemoContactPoint {
  const { phone, email } = personOf(seed, firstPerson + nth);
  return nth % 2 === 0 ? phone : email;
}

/** Calls and mails of people who never ordered: the first of them only asked for a price. */
export function prospectContacts(seed: number, calendar: Calendar): DemoInteraction[] {
  return Array.from({ length: prospects }, (_, nth) => contactsOf(seed, nth, calendar)).flat();
}

function contactsOf(seed: number, nth: number, calendar: Calendar): DemoInteraction[] {
  const random = randomFor(seed, 6, nth);
  const point = prospectPoint(seed, nth);
  const { name } = personOf(seed, firstPerson + nth);
  const ago = nth === 0 ? askedAgo : between(random, 2, 120);
  const product = pick(random, catalogue);
  const first = momentOf(calendar, ago, officeHours(random));
  const count = nth === 0 ? 1 : between(random, 1, 3);
  return Array.from({ length: count }, (_, i) => {
    const cue = i === 0 ? 'price' : pick(random, furtherCues);
    return {
      source: 'demo' as const,
      interactionId: `P-${nth + 1}-${i + 1}`,
      contactPoint: point,
      channel: point.kind === 'phone' ? ('phone' as const) : ('email' as const),
      direction: 'in' as const,
      at: isoOf(Math.min(calendar.until, first + i * between(random, 1, 5) * daySeconds)),
      agentId: `a${between(random, 1, 12)}`,
      ...(nth === 0 || chance(random, 0.7) ? { signals: [{ product: product.sku, cue }] } : {}),
      text: `${name} wants to know more about the ${product.name}.`,
    };
  });
}
