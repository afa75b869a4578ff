import { sectionsOfVersion2 } from '@vilfredo/events';
import { orderPlaced, type PolicyExample, parkedEventSkipped, policyActivated } from '@vilfredo/testing';
import fc from 'fast-check';
import type { BookUnderTest } from './book-under-test.js';
import { type FactKind, factKinds, factOf, type RandomFact } from './random-fact.js';

/** Something that happens to a book; time has gone on by so many hours before. */
export interface Happening extends RandomFact {
  readonly hours: number;
  readonly what: FactKind | 'unreadable' | 'skip' | 'policy' | 'cut-offs' | 'wake' | 'enter' | 'restart';
  /** How many days late it is told. */
  readonly late: number;
}

export const happening: fc.Arbitrary<Happening> = fc.record({
  hours: fc.oneof(fc.nat(30), fc.integer({ min: 200, max: 3_000 })),
  what: fc.constantFrom<Happening['what'][]>(
    ...factKinds,
    ...(['unreadable', 'skip'] as const),
    ...(['policy', 'cut-offs', 'cut-offs', 'wake', 'enter', 'enter', 'restart'] as const),
  ),
  customer: fc.constantFrom('a', 'b', 'c', 'd'),
  late: fc.constantFrom(0, 0, 0, 3, 90, 400),
  cents: fc.integer({ min: 0, max: 9_999 }),
  sku: fc.constantFrom('cup', 'plate'),
});

export const happenings: fc.Arbitrary<Happening[]> = fc.array(happening, { minLength: 1, maxLength: 40 });

/** An hour later, the cut-offs of the moment are taken. */
export const cutoffs: Happening = { hours: 1, what: 'cut-offs', customer: 'a', late: 0, cents: 0, sku: 'cup' };

const { churn, stages } = sectionsOfVersion2;
const rules: readonly PolicyExample[] = [
  { window: 365, ...sectionsOfVersion2 },
  { ...sectionsOfVersion2, window: 30, timeZone: 'Europe/Berlin', closed: { weekdays: [7], dates: ['2026-05-01'] } },
  { window: 'all', activeList: { rule: 'recency', days: 60, cycles: 2, lostAfter: 2 } },
  { window: 365, timeZone: 'Pacific/Auckland', publication: { valueStep: 5 } },
  {
    churn: {
      ...churn,
      effort: { ...churn.effort, halfLifeDays: 2 },
      complaints: { ...churn.complaints, halfLifeDays: 100 },
    },
    stages: { ...stages, halfLifeDays: 5 },
  },
];

/** Lets it all happen, one after the other. */
export async function live(book: BookUnderTest, days: readonly Happening[]): Promise<void> {
  await book.arrive(policyActivated({ ...rules[0], name: 'p0' }));
  await liveOn(book, days);
}

/** Lets it all happen to a book that has rules. @param from the number of the first happening */
export async function liveOn(book: BookUnderTest, days: readonly Happening[], from = 0): Promise<void> {
  const unreadable = new Map<string, string[]>();
  for (const [i, day] of days.entries()) {
    book.clock.advance(day.hours * 3_600_000);
    await happen(book, day, from + i, unreadable);
  }
  await book.book.entering.all();
  await book.book.wake(book.clock());
}

async function happen(book: BookUnderTest, day: Happening, i: number, unreadable: Map<string, string[]>) {
  const { customer, cents } = day;
  const at = new Date(book.clock() - day.late * 86_400_000).toISOString();
  switch (day.what) {
    case 'unreadable': {
      const order = orderPlaced({ customer, at, orderId: `o${i}` });
      unreadable.set(customer, [...(unreadable.get(customer) ?? []), order.id]);
      return book.arrive({ ...order, data: order.data.replace('"lines"', '"line"') });
    }
    case 'skip': {
      const event = unreadable.get(customer)?.shift();
      return event === undefined ? undefined : book.arrive(parkedEventSkipped({ customer, event }));
    }
    case 'policy':
      return book.arrive(policyActivated({ ...rules[cents % rules.length], name: `p${i + 1}`, at }));
    case 'cut-offs':
      await book.book.wake(book.clock());
      return book.measure();
    case 'wake':
      await book.book.wake(book.clock());
      return;
    case 'enter':
      await book.book.entering.some();
      return;
    case 'restart':
      return book.restart();
    default:
      return book.arrive(factOf(day.what, day, at, i));
  }
}
