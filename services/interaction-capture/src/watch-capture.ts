import { failureOf } from '@vilfredo/event-sourcing';
import type { Log, Metrics, ServiceParts } from '@vilfredo/service';
import type { CaptureObserver, InteractionCapture } from './interaction-capture.runtime.js';

/** A loop that has not gone round for this long is not coming back by itself. */
const stallAfterMs = 60_000;
const group = 'interaction-capture';

/** Tells the service's log, and the figures, what could not be done: kinds, reasons and ids of events, nothing of what they say. */
export function observeCapture(log: Log, metrics: Metrics): CaptureObserver {
  return {
    onFailure: (error, attempt) => {
      const { kind, reason } = failureOf(error);
      const fields = kind === 'bug' ? { kind, attempt } : { kind, reason, attempt };
      log.warn('contacts could not be followed; trying again', fields);
    },
    onFollowed: ({ events }) => {
      const newest = events.at(-1);
      if (newest !== undefined) metrics.lags.folded(group, newest.recordedat);
    },
    onUnreadable: ({ id, type, topic }) => log.warn('an event cannot be read and is left out', { id, type, topic }),
  };
}

/** Liveness and figures of a process that takes contacts. */
export function watchCapture(capture: InteractionCapture, { metrics, liveness }: ServiceParts): void {
  metrics.lags.watch({ group, clock: capture.clock, lag: () => capture.lag() });
  liveness.register(group, () => capture.lastProgress(), stallAfterMs);
  metrics.gauge(
    { name: 'contacts_lag_events_now', help: 'Events that the intake of contacts has not followed.' },
    async (gauge) => gauge.set(await capture.lag()),
  );
}
