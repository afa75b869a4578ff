import { calendarOf, isoOf, momentOf } from './calendar.js';
import { type Product, seasonalProduct } from './catalogue.js';
import type { DemoContactPoint } from './demo-contact.js';
import type { DemoOptions } from './demo-enterprise.js';
import { openDay } from './orders.js';
import { castOf, customerIdOf, weeklySilences } from './population.js';
import { prospectPoint } from './prospects.js';

export interface DemoStories {
  /** One huge order and next to nothing else. */
  readonly bulkBuyers: readonly string[];
  /** Bought every seven days and stopped: the day (ISO date, UTC) of the last order. */
  readonly weeklyBuyers: readonly { readonly customerId: string; readonly lastOrder: string }[];
  /** Came every day for three months, and did not come for two days. */
  readonly dailyVisitor: string;
  /** Orders as ever; the ratings fell four months in a row. */
  readonly souring: string;
  /** Asked for a price, never ordered, and is known by this number only. */
  readonly asker: DemoContactPoint;
  /** Sells in November and December. */
  readonly seasonalProduct: Product;
}

/** Where to look in the demo enterprise of the same options. */
export function demoStories({ seed, customers = 2000, months = 14, until }: DemoOptions): DemoStories {
  const calendar = calendarOf(until, months);
  const cast = castOf(seed, customers);
  return {
    bulkBuyers: cast.bulk.map(customerIdOf),
    weeklyBuyers: cast.weekly.map((index, nth) => ({
      customerId: customerIdOf(index),
      lastOrder: isoOf(momentOf(calendar, openDay(calendar, weeklySilences[nth]!), 0)).slice(0, 10),
    })),
    dailyVisitor: customerIdOf(cast.daily),
    souring: customerIdOf(cast.souring),
    asker: prospectPoint(seed, 0),
    seasonalProduct,
  };
}
