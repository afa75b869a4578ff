import { noListCursor, readListCursor, type ViewCollection, writeListCursor } from '@vilfredo/event-sourcing';
import { scoreFromText } from '../assess-customer/customer-score.js';
import { memberOf } from '../assess-customer/member.js';
import { digitsOf } from '../customer-facts/money-in.js';
import type { Era } from '../eras/era.js';
import { expectationOf } from '../value/expected.js';

/** Somebody who bought, and what they can be expected to bring within the horizon: in the currency's major unit, as it is shown. */
export interface LifetimePlace {
  readonly id: string;
  readonly clv: number;
}

/** Who ever bought, by what they can be expected to bring as of a moment (epoch ms): the most first, then by id. */
export interface LifetimeRanking {
  readonly asOf: number;
  readonly places: readonly LifetimePlace[];
}

const list = 'clv';

/** Views read at a time; others run in between. */
const handful = 100;

/**
 * Ranks the whole book. Expectations fade by the hour, of everybody: no index could be kept of them, so they are worked
 * out when somebody asks.
 */
export async function rankByLifetime(
  views: Pick<ViewCollection, 'snapshot'>,
  asOf: number,
  era: Era,
): Promise<LifetimeRanking> {
  const places: LifetimePlace[] = [];
  for await (const page of views.snapshot(handful)) {
    for (const { body } of page) {
      const { id, facts, mergedInto } = scoreFromText(body);
      if (mergedInto !== null || facts.days.length === 0) continue;
      const expectation = expectationOf(facts, memberOf(id, facts, asOf, era), asOf, era);
      if (expectation === null) continue;
      places.push({ id, clv: Number(expectation.clv.toFixed(digitsOf(facts, era.policy.currency))) });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { asOf, places: places.sort(byLifetime) };
}

/** How many of a ranking come before or at a place. */
export function countThrough({ places }: LifetimeRanking, place: LifetimePlace): number {
  let [from, to] = [0, places.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (byLifetime(places[middle]!, place) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function byLifetime(a: LifetimePlace, b: LifetimePlace): number {
  return b.clv - a.clv || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Where to go on: after a place of the ranking as of a moment. */
export interface LifetimeCursor extends LifetimePlace {
  readonly asOf: number;
}

export function writeLifetimeCursor({ asOf, clv, id }: LifetimeCursor): string {
  return writeListCursor(list, [asOf, clv, id]);
}

/** @throws Failure `invalid` when the text is no cursor of this order */
export function readLifetimeCursor(text: string): LifetimeCursor {
  const place = readListCursor(text, list, [0, 0, 'id']);
  if (place === null || !isInstant(place[0])) throw noListCursor();
  const [asOf, clv, id] = place;
  return { asOf, clv, id };
}

function isInstant(ms: number): boolean {
  return Number.isInteger(ms) && !Number.isNaN(new Date(ms).getTime());
}
