import { noListCursor, type StoredView, type ViewCollection } from '@vilfredo/event-sourcing';

/** A page of customers to call, the most urgent first. */
export interface CallPage {
  readonly items: readonly StoredView[];
  readonly next: string | null;
}

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

/** Everybody on the list. */
export async function everybody(views: ViewCollection, { limit, cursor }: PageRequest): Promise<CallPage> {
  const page = await views.query({ index: 'byPriority', limit, ...after(cursor) });
  return { items: page.items, next: page.next ?? null };
}

/** The customers of one owner, or those of nobody (an empty name). */
export async function ownedBy(views: ViewCollection, owner: string, page: PageRequest): Promise<CallPage> {
  const { items, next } = await views.query({
    index: 'byLister',
    equals: { lister: owner },
    limit: page.limit,
    ...after(page.cursor),
  });
  return { items, next: next ?? null };
}

/** Places that are counted: nobody asks who is further down. */
const mostCounted = 2_000;

/** Which on the list somebody is, from 1; null for who is not on it, or too far down to be counted. */
export async function positionOf(views: ViewCollection, customer: string): Promise<number | null> {
  let ahead = 0;
  let cursor: string | null = null;
  do {
    const page: CallPage = await everybody(views, { limit: 500, ...(cursor === null ? {} : { cursor }) });
    const index = page.items.findIndex(({ id }) => id === customer);
    if (index >= 0) return ahead + index + 1;
    ahead += page.items.length;
    cursor = page.next;
  } while (cursor !== null && ahead < mostCounted);
  return null;
}

/** Where a walk along one of two lists stands: a cursor of the store, and the last one taken behind it. */
interface Place {
  readonly after?: string;
  readonly last?: { readonly priority: number; readonly id: string };
  readonly done?: true;
}

/** The customers of an owner and those of nobody as one list. */
export async function ownedByOrNobody(views: ViewCollection, owner: string, page: PageRequest): Promise<CallPage> {
  const places = placesOf(page.cursor);
  const lists = await Promise.all(
    [owner, ''].map(async (lister, i) => ahead(views, lister, places[i] ?? {}, page.limit)),
  );
  const [own, free] = lists as [Ahead, Ahead];
  const items: StoredView[] = [];
  while (items.length < page.limit) {
    const from = isFirst(own.items[own.taken], free.items[free.taken]) ? own : free;
    const view = from.items[from.taken];
    if (view === undefined) break;
    from.taken += 1;
    items.push(view);
  }
  const left = [own, free].map(placeAfter);
  return { items, next: left.every(({ done }) => done) ? null : JSON.stringify(left) };
}

interface Ahead {
  readonly items: readonly StoredView[];
  readonly place: Place;
  readonly next: string | undefined;
  taken: number;
}

/** What comes next on one list: at least `limit`, or all there are. */
async function ahead(views: ViewCollection, lister: string, place: Place, limit: number): Promise<Ahead> {
  if (place.done) return { items: [], place, next: undefined, taken: 0 };
  const { last } = place;
  let from = place.after;
  for (;;) {
    const page = await ownedBy(views, lister, { limit, ...(from === undefined ? {} : { cursor: from }) });
    const items = last === undefined ? page.items : page.items.filter((view) => isBehind(view, last));
    const next = page.next ?? undefined;
    const walked: Ahead = { items, place: from === undefined ? {} : { after: from }, next, taken: 0 };
    if (items.length > 0 || next === undefined) return walked;
    from = next;
  }
}

/** A place is kept by what was taken, not by counting: the list may move between two pages. */
function placeAfter({ items, place, next, taken }: Ahead): Place {
  const last = items[taken - 1];
  if (taken === items.length) return next === undefined ? { done: true } : { after: next };
  if (last === undefined) return place;
  return { ...place, last: { priority: priorityOf(last), id: last.id } };
}

function isFirst(one: StoredView | undefined, other: StoredView | undefined): boolean {
  if (one === undefined || other === undefined) return other === undefined;
  return isBehind(other, { priority: priorityOf(one), id: one.id });
}

function isBehind(view: StoredView, { priority, id }: { priority: number; id: string }): boolean {
  const own = priorityOf(view);
  return own < priority || (own === priority && view.id > id);
}

function priorityOf({ fields }: StoredView): number {
  return Number(fields.priority);
}

function placesOf(cursor: string | undefined): readonly Place[] {
  if (cursor === undefined) return [];
  try {
    const places: unknown = JSON.parse(cursor);
    if (Array.isArray(places) && places.length === 2 && places.every(isPlace)) return places;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw noListCursor();
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const { after, last, done } = value as Readonly<Record<string, unknown>>;
  const isKnown = (after === undefined || typeof after === 'string') && (done === undefined || done === true);
  return isKnown && (last === undefined || isTaken(last));
}

function isTaken(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { priority, id } = value as Readonly<Record<string, unknown>>;
  return typeof priority === 'number' && typeof id === 'string';
}

function after(cursor: string | undefined): { after?: string } {
  return cursor === undefined ? {} : { after: cursor };
}
