import type { ViewCollection } from '@vilfredo/event-sourcing';
import type { ServiceParts } from '@vilfredo/service';
import type { AlertingRuntime } from './watch-customers/alerting-runtime.js';

/** A loop that has not gone round for this long is not coming back by itself. */
const stallAfterMs = 60_000;
const pageSize = 1_000;

/** Figures, liveness and readiness of a process that alerts. What has to be counted is as of the scrape before. */
export function watchAlerting(runtime: AlertingRuntime, { metrics, liveness, readiness }: ServiceParts): void {
  metrics.lags.watch({ group: 'alerting', clock: runtime.settings.clock, lag: () => runtime.lag() });
  liveness.register('alerting', () => runtime.lastProgress(), stallAfterMs);
  readiness.register('alerting-policy', () => (runtime.isGoverned ? true : 'no policy is in force yet'));
  metrics.gauge({ name: 'alerting_lag_events', help: 'Events that alerting has not folded.' }, async (gauge) => {
    gauge.set(await runtime.lag());
    metrics.parkedEvents.set({ service: 'alerting' }, runtime.parking.size);
    metrics.views.set({ view: 'alerts' }, await runtime.alerts.count());
    metrics.openAlerts.set(await openAlerts(runtime.alerts));
  });
}

async function openAlerts(alerts: ViewCollection): Promise<number> {
  let [count, after] = [0, undefined as string | undefined];
  do {
    const query = { index: 'openByRaised', equals: { open: 1 }, limit: pageSize };
    const page = await alerts.query(after === undefined ? query : { ...query, after });
    count += page.items.length;
    after = page.next;
  } while (after !== undefined);
  return count;
}
