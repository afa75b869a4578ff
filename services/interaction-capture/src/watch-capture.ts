import { failureOf } from '@vilfredo/event-sourcing';
import type { Log, ServiceParts } from '@vilfredo/service';
import type { CaptureObserver, InteractionCapture } from './interaction-capture.runtime.js';

/** A loop that has not gone round for this long is not coming back by itself. */
const stallAfterMs = 60_000;

/** Tells the service's log what could not be done: kinds, reasons and ids of events, nothing of what they say. */
export function observeCapture(log: Log): CaptureObserver {
  return {
    onFailure: (error, attempt) => {
      const { kind, reason } = failureOf(error);
      const fields = kind === 'bug' ? { kind, attempt } : { kind, reason, attempt };
      log.warn('contacts could not be followed; trying again', fields);
    },
    onUnreadable: ({ id, type, topic }) => log.warn('an event cannot be read and is left out', { id, type, topic }),
  };
}

/** Liveness and figures of a process that takes contacts. */
export function watchCapture(capture: InteractionCapture, { metrics, liveness }: ServiceParts): void {
  liveness.register('interaction-capture', () => capture.lastProgress(), stallAfterMs);
  metrics.gauge(
    { name: 'contacts_lag_events_now', help: 'Events that the intake of contacts has not followed.' },
    async (gauge) => gauge.set(await capture.lag()),
  );
}
