import type { EventLog, StoredView, ViewCollection } from '@vilfredo/event-sourcing';
import { type CustomerScore, scoreFromText, unknownCustomer } from '../assess-customer/customer-score.js';
import { customerViewOf } from '../score-customers/customer-projection.js';
import { toldBy, withTold } from './told-scores.js';

export interface ViewsToKeepTold {
  readonly log: Pick<EventLog, 'history'>;
  readonly live: Pick<ViewCollection, 'load' | 'snapshot'>;
  readonly rebuilt: Pick<ViewCollection, 'load' | 'snapshot' | 'save'>;
}

/** What a rebuild comes to where it is not what the live view is. */
interface DifferingView {
  readonly score: CustomerScore;
  readonly version: number;
  readonly liveBody: string | undefined;
}

/**
 * What the feed has told cannot be taken back: each rebuilt view that is not what the live one is, to the byte, takes
 * over from the feed how many changes there were and what they said. Whoever has no rebuilt view keeps that much of one.
 * @returns the ids of those that are not the same as the live ones even so
 */
export async function keepTold({ log, live, rebuilt }: ViewsToKeepTold): Promise<readonly string[]> {
  const differing: string[] = [];
  const keep = async (views: readonly DifferingView[]) => {
    const saves: StoredView[] = [];
    for (const { score, version, liveBody } of views) {
      const told = toldBy(await log.history({ topics: ['scores'], subject: score.id }));
      const kept = { id: score.id, version, ...customerViewOf(withTold(score, told)) };
      saves.push(kept);
      if (kept.body !== liveBody) differing.push(score.id);
    }
    await rebuilt.save(saves);
  };
  for await (const page of rebuilt.snapshot()) {
    const lives = await live.load(page.map(({ id }) => id));
    const views = page.map((view) => ({ ...view, liveBody: lives.get(view.id)?.body }));
    const others = views.filter(({ body, liveBody }) => body !== liveBody);
    await keep(others.map((view) => ({ ...view, score: scoreFromText(view.body) })));
  }
  for await (const page of live.snapshot()) {
    const found = await rebuilt.load(page.map(({ id }) => id));
    const gone = page.filter(({ id }) => !found.has(id));
    await keep(gone.map(({ id, body }) => ({ score: unknownCustomer(id), version: 0, liveBody: body })));
  }
  return differing;
}
