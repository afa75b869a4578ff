import { type CurrentScore, currentScore } from '../src/score-feed/current-score.js';
import type { FeedItem } from '../src/score-feed/score-feed.js';
import type { BookUnderTest } from './book-under-test.js';

/** What is told of one customer. */
export type Known = Omit<CurrentScore, 'customerId' | 'asOf' | 'abc' | 'rfm' | 'epoch'>;
/** What the types of change tell besides what all of them do. */
type Told = FeedItem & Partial<CurrentScore> & { toBand?: CurrentScore['band']; product?: string };

/** What a change of each type says anew. */
export const field = {
  ValueChanged: 'value',
  TierChanged: 'tier',
  ActivityChanged: 'state',
  ChurnRiskChanged: 'risk',
  SatisfactionClassChanged: 'class',
  SilenceDetected: 'silence',
  QualificationChanged: 'qualification',
} as const;

/** What a subscriber knows of one customer who has read these changes of theirs, and nothing else. */
export function known(changes: readonly FeedItem[], rules: Pick<Known, 'policy' | 'model'>): Known {
  const stages = new Map<string, CurrentScore['stages'][number]>();
  let score: Known = {
    ...{ seq: 0, state: null, value: null, tier: null, risk: null, band: null, silence: 'on-time', class: null },
    ...{ status: 'none', evidence: 'none', flags: [], qualification: null, stages: [], ...rules },
  };
  for (const change of changes as readonly Told[]) {
    const { type, to, seq, product = '', recall = false } = change as Told & { recall?: boolean };
    const { toBand: band = score.band, status = score.status, evidence = score.evidence, flags = score.flags } = change;
    if (type === 'StageChanged')
      stages.set(product, { product, stage: to as CurrentScore['stages'][number]['stage'], recall });
    else score = { ...score, [field[type as keyof typeof field]]: to };
    score = { ...score, seq, band, status, evidence, flags };
  }
  const shown = [...stages.values()].filter(({ stage, recall }) => stage !== 'observe' || recall);
  return { ...score, stages: shown.sort((a, b) => (a.product < b.product ? -1 : 1)) };
}

/** The snapshot of everybody, and what a subscriber knows of them. */
export async function bothOf(
  book: BookUnderTest,
): Promise<{ snapshot: Known[]; subscriber: Known[]; types: Set<string> }> {
  const [snapshot, subscriber]: [Known[], Known[]] = [[], []];
  for (const id of Object.keys(await book.bodies())) {
    const score = (await book.score(id))!;
    const { customerId, asOf, abc, rfm, epoch, ...told } = currentScore(score, book.book.eras.policyOf(score));
    // Whoever nothing was told of is on time.
    snapshot.push({ ...told, silence: told.silence ?? 'on-time' });
    // Whoever is parked has not come to the rules in force.
    const { name: policy, churn } = book.book.era.policy;
    const rules = book.parking.has(id) ? told : { policy, model: churn.model.name };
    subscriber.push(known(await book.changes(id), { policy: rules.policy, model: rules.model }));
  }
  return { snapshot, subscriber, types: new Set((await book.changes()).map(({ type }) => type)) };
}
