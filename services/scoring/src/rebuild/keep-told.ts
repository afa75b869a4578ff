import type { EventLog, StoredView, ViewCollection } from '@vilfredo/event-sourcing';
import { type CustomerScore, scoreFromText, unknownCustomer } from '../assess-customer/customer-score.js';
import { customerViewOf } from '../score-customers/customer-projection.js';
import { toldBy, withTold } from './told-scores.js';

export interface ViewsToKeepTold {
  readonly log: Pick<EventLog, 'history'>;
  readonly live: Pick<ViewCollection, 'load' | 'snapshot'>;
  readonly rebuilt: Pick<ViewCollection, 'load' | 'snapshot' | 'save'>;
}

/**
 * What the feed has told cannot be taken back: each rebuilt view that is not what the live one is, to the byte, takes
 * over from the feed how many changes there were and what they said. Whoever has no rebuilt view keeps that much of one.
 * @returns the ids of those that are not the same as the live ones even so
 */
export async function keepTold({ log, live, rebuilt }: ViewsToKeepTold): Promise<readonly string[]> {
  const differing: string[] = [];
  const keep = async (views: ReadonlyMap<string, StoredView | undefined>, lives: ReadonlyMap<string, StoredView>) => {
    const saves: StoredView[] = [];
    for (const [id, view] of views) {
      if (view !== undefined && view.body === lives.get(id)?.body) continue;
      const score: CustomerScore = view === undefined ? unknownCustomer(id) : scoreFromText(view.body);
      const told = toldBy(await log.history({ topics: ['scores'], subject: id }));
      const kept = { id, version: view?.version ?? 0, ...customerViewOf(withTold(score, told)) };
      saves.push(kept);
      if (kept.body !== lives.get(id)?.body) differing.push(id);
    }
    await rebuilt.save(saves);
  };
  for await (const page of rebuilt.snapshot()) {
    await keep(new Map(page.map((view) => [view.id, view])), await live.load(page.map(({ id }) => id)));
  }
  for await (const page of live.snapshot()) {
    const found = await rebuilt.load(page.map(({ id }) => id));
    const gone = page.filter(({ id }) => !found.has(id));
    await keep(new Map(gone.map(({ id }) => [id, undefined])), new Map(gone.map((view) => [view.id, view])));
  }
  return differing;
}
