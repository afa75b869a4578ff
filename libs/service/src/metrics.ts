import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { GroupLags } from './group-lags.js';

interface Description {
  /** Without the `vilfredo_` in front. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures of one application, in a registry of its own: two applications in one process do not mix. */
export class Metrics {
  readonly registry = new Registry();

  readonly eventsIn = this.counter({
    name: 'events_in_total',
    help: 'Events taken from a topic.',
    labels: ['service', 'topic'],
  });
  readonly parkedEvents = this.gauge({ name: 'parked_events', help: 'Events set aside.', labels: ['service'] });
  readonly lags = new GroupLags(this);
  readonly batchSeconds = this.histogram({
    name: 'batch_seconds',
    help: 'Time from reading a batch to committing it.',
    labels: ['group'],
  });
  readonly changeLatencySeconds = this.histogram({
    name: 'change_latency_seconds',
    help: 'Time from recording an event to publishing the change it caused.',
  });
  readonly views = this.gauge({ name: 'views', help: 'Views held.', labels: ['view'] });
  readonly openAlerts = this.gauge({ name: 'open_alerts', help: 'Alerts that nobody has resolved.' });
  readonly feedSubscribers = this.gauge({ name: 'feed_subscribers', help: 'Open connections to the score feed.' });

  /** Adds the figures of the process itself: memory, processor time, event-loop delay. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  counter({ name, help, labels = [] }: Description): Counter {
    return new Counter({ name: `vilfredo_${name}`, help, labelNames: labels, registers: [this.registry] });
  }

  /** @param collect sets the value when the figures are asked for, for what would be costly to keep current */
  gauge({ name, help, labels = [] }: Description, collect?: (gauge: Gauge) => void | Promise<void>): Gauge {
    return new Gauge({
      name: `vilfredo_${name}`,
      help,
      labelNames: labels,
      registers: [this.registry],
      ...(collect === undefined
        ? {}
        : {
            collect(this: Gauge) {
              return collect(this);
            },
          }),
    });
  }

  /** @param buckets upper bounds in seconds */
  histogram({ name, help, labels = [] }: Description, buckets: readonly number[] = secondsBuckets): Histogram {
    return new Histogram({
      name: `vilfredo_${name}`,
      help,
      labelNames: labels,
      buckets: [...buckets],
      registers: [this.registry],
    });
  }
}
