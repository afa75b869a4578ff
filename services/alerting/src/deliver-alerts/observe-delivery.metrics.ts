import { failureOf } from '@vilfredo/event-sourcing';
import type { Log, Metrics } from '@vilfredo/service';
import type { DeliveryObserver } from './round-parts.js';

/** Tells the log and the figures what becomes of messages; never what they say. */
export function observeDelivery(log: Log, metrics: Metrics): DeliveryObserver {
  const attempts = metrics.counter({
    name: 'deliveries_total',
    help: 'Attempts to hand a message to a receiver, by what became of them.',
    labels: ['receiver', 'result'],
  });
  const latency = metrics.histogram({
    name: 'delivery_latency_seconds',
    help: 'Time from recording an event to its delivery.',
    labels: ['receiver'],
  });
  return {
    delivered: (receiver, messages, at) => {
      attempts.inc({ receiver, result: 'delivered' }, messages.length);
      for (const { recordedAt } of messages) {
        latency.observe({ receiver }, Math.max(0, at - Date.parse(recordedAt)) / 1_000);
      }
    },
    failed: (receiver, { reason, attempt, next }) => {
      attempts.inc({ receiver, result: 'failed' });
      log.warn('a message was not taken', { receiver, reason, attempt, next: new Date(next).toISOString() });
    },
    gaveUp: (receiver, reason) => {
      attempts.inc({ receiver, result: 'given-up' });
      log.error('a message is given up after three days; the receiver takes others', { receiver, reason });
    },
    disabled: (receiver, reason) => {
      attempts.inc({ receiver, result: 'given-up' });
      log.error('a receiver is disabled: nothing more is sent until it is enabled', { receiver, reason });
    },
    broken: (receiver, error, attempt) => {
      const { kind, reason } = failureOf(error);
      if (kind === 'unavailable' || kind === 'conflict') log.warn('delivery is put off', { receiver, attempt, reason });
      else log.error('delivery failed and begins again', error, { receiver, attempt });
    },
  };
}
