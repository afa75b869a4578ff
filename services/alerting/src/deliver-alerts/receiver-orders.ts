import { type Cursor, type EventLog, Failure, type ViewCollection } from '@vilfredo/event-sourcing';
import { type ReceiverState, stateIn, viewOf } from './receiver-state.js';

/** Orders are written into the receiver's view, where whoever delivers to it finds them. */
export async function enable(views: ViewCollection, name: string): Promise<void> {
  await change(views, name, (state) => ({ ...state, disabled: null, renew: true }));
}

export interface Replay {
  readonly name: string;
  readonly topics: readonly string[];
  /** After a cursor, or from an instant on, epoch ms. */
  readonly from: { readonly after: Cursor } | { readonly since: number };
}

/** @throws Failure `invalid` on `after` when it is no position of the log */
export async function replayFrom(views: ViewCollection, log: EventLog, { name, topics, from }: Replay): Promise<void> {
  const cursor = 'after' in from ? await checked(log, topics, from.after) : await cursorAt(log, topics, from.since);
  await change(views, name, (state) => ({ ...state, cursor, disabled: null, renew: true }));
}

async function change(views: ViewCollection, name: string, to: (state: ReceiverState) => ReceiverState): Promise<void> {
  for (;;) {
    const stored = (await views.load([name])).get(name);
    if (stored === undefined) throw new Failure('unavailable', `delivery to ${name} has not begun yet`);
    const lost = await views.save([viewOf(name, stored.version, to(stateIn(stored)))]);
    if (lost.length === 0) return;
  }
}

async function checked(log: EventLog, topics: readonly string[], after: Cursor): Promise<Cursor> {
  try {
    await log.read({ topics, after, limit: 1 });
    return after;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'invalid') throw error;
    throw new Failure('invalid', error.reason, { field: 'after', cause: error });
  }
}

const page = 1_000;

/** The position before the first event of the topics that was recorded at `since` or later (null: the first there is); the end when there is none. */
async function cursorAt(log: EventLog, topics: readonly string[], since: number): Promise<Cursor | null> {
  let after: Cursor | undefined;
  for (;;) {
    const { events, cursor, cursorAfter } = await log.read({
      topics,
      limit: page,
      ...(after === undefined ? {} : { after }),
    });
    const first = events.findIndex(({ recordedat }) => Date.parse(recordedat) >= since);
    if (first > 0) return cursorAfter(first - 1);
    if (first === 0) return after ?? null;
    if (events.length < page) return cursor;
    after = cursor;
  }
}
