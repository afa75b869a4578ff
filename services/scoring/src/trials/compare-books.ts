import { type CustomerScore, scoreFromText } from '../assess-customer/customer-score.js';
import { addStanding, noStandings, type Standings } from '../book/book-summary.js';
import type { TrialBook } from './trial-book.js';
import type { Both, MovedCustomer, Place, PlacesMoved } from './trial-report.js';

export interface Comparison {
  /** Without those who turned out to be somebody else. */
  readonly customers: number;
  readonly touched: number;
  readonly standings: Both<Standings>;
  readonly moved: PlacesMoved;
  readonly customersMoved: readonly MovedCustomer[];
}

const parts = ['state', 'value', 'tier', 'risk', 'band', 'class', 'qualification'] as const;
const unknown: Place = {
  state: null,
  value: null,
  tier: null,
  risk: null,
  band: null,
  class: null,
  qualification: null,
};

/**
 * How customers stand in two books of the same people, and of whom something else was told.
 * @param most customers told by name: those who stand furthest from where they stood
 */
export async function compareBooks(books: Both<TrialBook>, most: number): Promise<Comparison> {
  const standings = { inForce: noStandings(), candidate: noStandings() };
  const moved = Object.fromEntries(parts.map((part) => [part, 0])) as Record<(typeof parts)[number], number>;
  const customersMoved: MovedCustomer[] = [];
  let [customers, touched] = [0, 0];
  for await (const { customerId, scores } of everybody(books)) {
    const { inForce, candidate } = scores;
    if ((inForce ?? candidate)?.mergedInto !== null) continue;
    customers++;
    if (inForce !== null) addStanding(standings.inForce, inForce.standing);
    if (candidate !== null) addStanding(standings.candidate, candidate.standing);
    const places = { inForce: placeOf(inForce), candidate: placeOf(candidate) };
    const differing = parts.filter((part) => places.inForce[part] !== places.candidate[part]);
    for (const part of differing) moved[part]++;
    if (differing.length > 0) customersMoved.push({ customerId, ...places });
    if (differing.length > 0 || !books.inForce.told.isSameOf(customerId, books.candidate.told)) touched++;
  }
  customersMoved.sort((a, b) => distanceOf(b) - distanceOf(a) || (a.customerId < b.customerId ? -1 : 1));
  return { customers, touched, standings, moved, customersMoved: customersMoved.slice(0, most) };
}

interface Compared {
  readonly customerId: string;
  readonly scores: Both<CustomerScore | null>;
}

/** Whoever is in either book. */
async function* everybody({ inForce, candidate }: Both<TrialBook>): AsyncGenerator<Compared> {
  for await (const page of inForce.views.snapshot()) {
    const others = await candidate.views.load(page.map(({ id }) => id));
    for (const { id, body } of page) {
      const other = others.get(id);
      const scores = {
        inForce: scoreFromText(body),
        candidate: other === undefined ? null : scoreFromText(other.body),
      };
      yield { customerId: id, scores };
    }
  }
  for await (const page of candidate.views.snapshot()) {
    const others = await inForce.views.load(page.map(({ id }) => id));
    for (const { id, body } of page) {
      if (!others.has(id)) yield { customerId: id, scores: { inForce: null, candidate: scoreFromText(body) } };
    }
  }
}

function placeOf(score: CustomerScore | null): Place {
  if (score === null) return unknown;
  const { state, score: value, tier, relationship } = score.standing;
  const { risk, band, class: satisfaction, qualification } = relationship;
  return { state, value, tier, risk, band, class: satisfaction, qualification };
}

/** By how many points the furthest of three scores moved; one that is not there counts as 0. */
function distanceOf({ inForce, candidate }: Both<Place>): number {
  const scores = ['value', 'risk', 'qualification'] as const;
  return Math.max(...scores.map((score) => Math.abs((inForce[score] ?? 0) - (candidate[score] ?? 0))));
}
