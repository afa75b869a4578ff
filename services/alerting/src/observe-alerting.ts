import { type Failure, failureOf, failureTable, type StoredEvent } from '@vilfredo/event-sourcing';
import type { Log, Metrics } from '@vilfredo/service';
import type { AlertingObserver } from './watch-customers/alerting-runtime.js';

/** Tells the log and the figures what alerting does; never what an event says. */
export function observeAlerting(log: Log, metrics: Metrics): Omit<AlertingObserver, 'stopped'> {
  const raised = metrics.counter({ name: 'alerts_raised_total', help: 'Alerts raised.' });
  return {
    parked: (event, failure) => log.warn('an event is parked', about(event, failure)),
    leftOut: (event, failure) => log.warn('an alert is listed without an event', about(event, failure)),
    failed: (error, attempt) => {
      const { kind, reason } = failureOf(error);
      if (failureTable[kind].consumer === 'retry') log.warn('work is put off', { attempt, reason });
      else log.error('a batch failed and is tried again', error, { attempt });
    },
    folded: ({ events }, ms) => {
      metrics.batchSeconds.observe({ group: 'alerting' }, ms / 1_000);
      for (const { topic, type } of events) {
        metrics.eventsIn.inc({ service: 'alerting', topic });
        if (type === 'AlertRaised') raised.inc();
      }
      const newest = events.at(-1);
      if (newest !== undefined) metrics.lags.folded('alerting', newest.recordedat);
    },
  };
}

function about({ id, type, topic, offset }: StoredEvent, { kind, field, reason }: Failure) {
  const shown = { event: id, type: type.slice(0, 100), topic, offset, kind, field: field ?? null };
  return { ...shown, reason: reason.slice(0, 300) };
}
