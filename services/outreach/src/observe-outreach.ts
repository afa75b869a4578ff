import { failureOf, failureTable, type WorkerObserver } from '@vilfredo/event-sourcing';
import type { Log, Metrics, ServiceParts } from '@vilfredo/service';
import type { OutreachRuntime } from './plan-calls/outreach-runtime.js';

/** A loop that has not gone round for this long is not coming back by itself. */
const stallAfterMs = 60_000;

/** Tells the log and the figures what the call list does; never what an event says. */
export function observeOutreach(log: Log, metrics: Metrics): Omit<WorkerObserver, 'stopped'> {
  return {
    parked: ({ id, type, topic, offset }, { kind, field, reason }) => {
      const about = { event: id, type: type.slice(0, 100), topic, offset, kind, field: field ?? null };
      log.warn('an event is parked', { ...about, reason: reason.slice(0, 300) });
    },
    failed: (error, attempt) => {
      const { kind, reason } = failureOf(error);
      if (failureTable[kind].consumer === 'retry') log.warn('work is put off', { attempt, reason });
      else log.error('a batch failed and is tried again', error, { attempt });
    },
    folded: ({ events }, ms) => {
      metrics.batchSeconds.observe({ group: 'outreach' }, ms / 1_000);
      for (const { topic } of events) metrics.eventsIn.inc({ service: 'outreach', topic });
      const newest = events.at(-1);
      if (newest !== undefined) metrics.lags.folded('outreach', newest.recordedat);
    },
  };
}

/** Figures and liveness of a process that keeps the call list. */
export function watchOutreach(runtime: OutreachRuntime, { metrics, liveness }: ServiceParts): void {
  metrics.lags.watch({ group: 'outreach', clock: runtime.settings.clock, lag: () => runtime.lag() });
  liveness.register('outreach', () => runtime.lastProgress(), stallAfterMs);
  metrics.gauge({ name: 'outreach_lag_events', help: 'Events that the call list has not folded.' }, async (gauge) => {
    gauge.set(await runtime.lag());
    metrics.parkedEvents.set({ service: 'outreach' }, runtime.parking.size);
    metrics.views.set({ view: 'calls' }, await runtime.views.count());
  });
}
