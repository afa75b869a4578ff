import { type Clock, failureOf, failureTable, type WorkerObserver } from '@vilfredo/event-sourcing';
import type { Log, Metrics } from '@vilfredo/service';

/** Tells the log and the figures what scoring does; never what an event says. */
export function observeScoring(log: Log, metrics: Metrics, clock: Clock): Omit<WorkerObserver, 'stopped'> {
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
      metrics.batchSeconds.observe({ group: 'scoring' }, ms / 1_000);
      for (const { topic } of events) metrics.eventsIn.inc({ service: 'scoring', topic });
      const newest = events.at(-1);
      if (newest === undefined) return;
      const seconds = Math.max(0, (clock() - Date.parse(newest.recordedat)) / 1_000);
      metrics.changeLatencySeconds.observe(seconds);
      metrics.lags.folded('scoring', newest.recordedat);
    },
  };
}
