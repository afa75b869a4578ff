import { type Calendar, daySeconds, isoOf, momentOf, monthOf, weekdayOf } from './calendar.js';
import { chooseProduct, type Product } from './catalogue.js';
import type { DemoChannel, DemoLine, DemoOrder } from './demo-fact.js';
import { dailyVisits, type Profile } from './population.js';
import { between, chance, lognormal, pick, type Random, waiting } from './random.js';

const channels: readonly DemoChannel[] = ['phone', 'email', 'mail'];

/** How strongly people buy by month, January first; 1 is the most. */
const season = [0.68, 0.66, 0.74, 0.8, 0.8, 0.74, 0.66, 0.64, 0.76, 0.84, 1, 0.98];

/** Between 8:00 and 18:00, most around noon. */
export function officeHours(random: Random): number {
  return 8 * 3600 + Math.floor(((random() + random()) / 2) * 10 * 3600);
}

/** Sundays are closed: who would have ordered then does so the day before. */
export function openDay(calendar: Calendar, ago: number): number {
  return weekdayOf(momentOf(calendar, ago, 0)) === 0 ? ago + 1 : ago;
}

export function lineOf(product: Product, quantity: number): DemoLine {
  const { sku, name, category, cents } = product;
  return { sku, name, category, quantity, unitPrice: (cents / 100).toFixed(2) };
}

function linesOf(random: Random, profile: Profile, month: number): readonly DemoLine[] {
  const lines = new Map<string, DemoLine>();
  const wanted = 1 + Math.min(7, Math.floor(waiting(random, 1.6)));
  for (let line = 0; line < wanted; line += 1) {
    const product = chooseProduct(random, profile.favourites, month);
    const quantity = Math.min(400, Math.max(1, Math.round(lognormal(random, 1.6 * profile.size, 0.6))));
    lines.set(product.sku, lineOf(product, quantity));
  }
  return [...lines.values()];
}

/** One order as this customer usually places it. */
export function orderAt(random: Random, profile: Profile, orderId: string, at: number): DemoOrder {
  return {
    kind: 'order',
    source: 'demo',
    orderId,
    customerId: profile.customerId,
    at: isoOf(at),
    currency: 'EUR',
    channel: chance(random, 0.85) ? profile.channel : pick(random, channels),
    agentId: chance(random, 0.6) ? profile.agentId : `a${between(random, 1, 12)}`,
    lines: linesOf(random, profile, monthOf(at)),
  };
}

/** Days of purchase, oldest first, as days before the end: a renewal process with gamma gaps, thinned by the season. */
function purchaseDays(random: Random, profile: Profile, calendar: Calendar): readonly number[] {
  const { joined, left, gap, regularity } = profile;
  if (profile.role === 'one-time') return [joined === calendar.days ? between(random, 0, calendar.days) : joined];
  const days: number[] = [];
  let ago = joined === calendar.days ? joined - random() * gap : joined;
  let first = joined < calendar.days;
  while (ago >= left) {
    const day = Math.floor(ago);
    if (first || chance(random, season[monthOf(momentOf(calendar, day, 0))]!)) days.push(day);
    first = false;
    let erlang = 0;
    for (let stage = 0; stage < regularity; stage += 1) erlang += waiting(random, gap / regularity);
    ago -= Math.max(1, erlang * 0.76);
  }
  return days;
}

function numbered(profile: Profile, nth: number): string {
  return `D-${profile.customerId.slice(1)}-${nth + 1}`;
}

/** One huge order, some months ago; half of these buyers have a small second one. */
function bulkOrders(random: Random, profile: Profile, calendar: Calendar): readonly DemoOrder[] {
  const ago = openDay(calendar, between(random, 20, Math.min(200, calendar.days - 8)));
  const at = momentOf(calendar, ago, officeHours(random));
  const usual = orderAt(random, profile, numbered(profile, 0), at);
  const lines = usual.lines.slice(0, 4).map((line) => {
    const target = between(random, 2500, 5500);
    return { ...line, quantity: Math.ceil(target / Number(line.unitPrice)) };
  });
  const huge = { ...usual, lines };
  if (profile.index % 2 === 0) return [huge];
  const second = orderAt(random, { ...profile, size: 0.5 }, numbered(profile, 1), at + 7 * daySeconds);
  return [huge, second];
}

/** The same article every seven days to the second, until the known day of the last one. */
function weeklyOrders(random: Random, profile: Profile, calendar: Calendar): readonly DemoOrder[] {
  const last = openDay(calendar, profile.left);
  const secondOfDay = officeHours(random);
  const quantity = Math.ceil(between(random, 60, 140) / (profile.staple.cents / 100));
  const orders: DemoOrder[] = [];
  for (let ago = last + 7 * Math.floor((calendar.days - last) / 7); ago >= last; ago -= 7) {
    const order = orderAt(random, profile, numbered(profile, orders.length), momentOf(calendar, ago, secondOfDay));
    orders.push({ ...order, lines: [lineOf(profile.staple, quantity)] });
  }
  return orders;
}

/** The same small article at nine every day, Sundays too, until a few days ago. */
function dailyOrders(random: Random, profile: Profile, calendar: Calendar): readonly DemoOrder[] {
  return Array.from({ length: dailyVisits }, (_, nth) => {
    const at = momentOf(calendar, profile.left + dailyVisits - 1 - nth, 9 * 3_600);
    return { ...orderAt(random, profile, numbered(profile, nth), at), lines: [lineOf(profile.staple, 1)] };
  });
}

/** Every order of one customer, oldest first. */
export function ordersOf(random: Random, profile: Profile, calendar: Calendar): readonly DemoOrder[] {
  if (profile.role === 'bulk') return bulkOrders(random, profile, calendar);
  if (profile.role === 'weekly') return weeklyOrders(random, profile, calendar);
  if (profile.role === 'daily') return dailyOrders(random, profile, calendar);
  const days = new Set(purchaseDays(random, profile, calendar).map((ago) => openDay(calendar, ago)));
  return [...days].map((ago, nth) =>
    orderAt(random, profile, numbered(profile, nth), momentOf(calendar, ago, officeHours(random))),
  );
}
