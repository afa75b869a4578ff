import type { ServiceParts } from '@vilfredo/service';
import type { ScoringRuntime } from './score-customers/scoring-runtime.js';
import type { FeedSubscribers } from './score-feed/feed-subscribers.js';

/** A loop that has not gone round for this long is not coming back by itself. */
const stallAfterMs = 60_000;

/** Figures, liveness and readiness of a process that scores. */
export function watchScoring(
  runtime: ScoringRuntime,
  subscribers: FeedSubscribers,
  { metrics, liveness, readiness }: ServiceParts,
): void {
  metrics.lags.watch({ group: 'scoring', clock: runtime.settings.clock, lag: () => runtime.lag() });
  liveness.register('scoring', () => runtime.lastProgress(), stallAfterMs);
  readiness.register('policy', () => (runtime.isGoverned ? true : 'no policy is in force yet'));
  metrics.gauge({ name: 'lag_events_now', help: 'Events that scoring has not folded.' }, async (gauge) => {
    gauge.set(await runtime.lag());
    metrics.parkedEvents.set({ service: 'scoring' }, runtime.parking.size);
    metrics.feedSubscribers.set(subscribers.count);
    metrics.views.set({ view: 'customers' }, await runtime.views.count());
  });
  metrics.gauge(
    { name: 'cutoffs_pending', help: '1 while new cut-offs are wanted or taken, or somebody has still to enter them.' },
    async (gauge) => gauge.set((await runtime.isMoving()) ? 1 : 0),
  );
}
