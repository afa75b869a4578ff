import { Failure } from '@vilfredo/event-sourcing';
import { factId } from '@vilfredo/events';
import type { MarkedStatement } from './mark-statements.runner.js';
import type { Registration } from './register-customers.js';
import { type KeptStatement, type SettledStatement, settleStatement } from './settle-statement.js';
import type { KeptRegistration, ToldRegistrations } from './told-registrations.view.js';

/** A registration with everything that it says. */
export interface MarkedRegistration {
  readonly registration: Registration;
  readonly statements: readonly MarkedStatement[];
}

const attempts = 10;

/**
 * Settles registrations one after the other, and keeps what was settled before anything is told: of several processes that
 * are handed the same, one says for which moment it is told, and the others tell the same.
 * @returns of each registration, of each of its statements, what is to be told
 * @throws Failure `unavailable` when what was said before cannot be read or kept
 */
export async function settleRegistrations(
  marked: readonly MarkedRegistration[],
  told: ToldRegistrations,
): Promise<readonly (readonly SettledStatement[])[]> {
  const settled = marked.map((): readonly SettledStatement[] => []);
  const places = placesByKey(marked);
  let open: readonly string[] = [...places.keys()];
  for (let attempt = 0; attempt < attempts && open.length > 0; attempt++) {
    const kept = await told.load(open);
    const changed = new Map<string, KeptRegistration>();
    for (const key of open) {
      const { version = 0, things } = kept.get(key) ?? {};
      const settling = new Map<string, KeptStatement>(things);
      const mine = places.get(key) ?? [];
      for (const i of mine) settled[i] = settle(marked[i]!, settling);
      const isChanged = mine.some((i) => settled[i]!.some(({ keep }) => keep !== undefined));
      if (isChanged) changed.set(key, { version, things: settling });
    }
    open = await told.save(changed);
  }
  if (open.length > 0)
    throw new Failure('unavailable', 'others register the same customers all the time', { retryAfter: 1 });
  return settled;
}

/** Forgets a statement that the log refused: it has not been told. */
export async function forgetStatement(
  registration: Registration,
  thing: string,
  at: string,
  told: ToldRegistrations,
): Promise<void> {
  const key = keyOf(registration);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const kept = (await told.load([key])).get(key);
    if (kept?.things.get(thing)?.at !== at) return;
    const things = new Map(kept.things);
    things.delete(thing);
    const lost = await told.save(new Map([[key, { version: kept.version, things }]]));
    if (lost.length === 0) return;
  }
}

/** Where in the list each source speaks of each customer. */
function placesByKey(marked: readonly MarkedRegistration[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [i, { registration }] of marked.entries()) {
    const key = keyOf(registration);
    const before = places.get(key);
    if (before === undefined) places.set(key, [i]);
    else before.push(i);
  }
  return places;
}

function settle({ registration, statements }: MarkedRegistration, things: Map<string, KeptStatement>) {
  const { at, dated } = registration;
  return statements.map(({ thing, said }) => {
    const settled = settleStatement(things.get(thing), { said, at, dated });
    if (settled.keep !== undefined) things.set(thing, settled.keep);
    return settled;
  });
}

function keyOf({ source, customerId }: Registration): string {
  return factId(source, 'registrations', customerId);
}
