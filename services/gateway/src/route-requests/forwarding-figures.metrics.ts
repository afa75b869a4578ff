import type { ServerResponse } from 'node:http';
import type { Metrics } from '@vilfredo/service';
import type { RoutedService } from './route-table.js';
import type { Upstreams } from './upstreams.watch.js';

/** How requests fare on their way through. */
export class ForwardingFigures {
  private readonly requests;
  private readonly seconds;
  private readonly open;

  constructor(metrics: Metrics, upstreams: Upstreams) {
    this.requests = metrics.counter({
      name: 'gateway_requests_total',
      help: 'Requests answered, by status.',
      labels: ['service', 'status'],
    });
    this.seconds = metrics.histogram({
      name: 'gateway_answer_seconds',
      help: 'Time from a request to the beginning of its answer.',
      labels: ['service'],
    });
    this.open = metrics.gauge({
      name: 'gateway_open_requests',
      help: 'Requests and streams in hand.',
      labels: ['service'],
    });
    metrics.gauge(
      { name: 'gateway_upstream_ready', help: '1 when requests are sent there.', labels: ['service', 'upstream'] },
      (gauge) => {
        for (const { service, url, isReady } of upstreams.all) {
          gauge.set({ service, upstream: url.host }, isReady ? 1 : 0);
        }
      },
    );
  }

  begun(service: RoutedService, response: ServerResponse): void {
    this.open.inc({ service });
    response.on('close', () => this.open.dec({ service }));
  }

  /** @param status the answer's, or `left` when the caller was gone before there was one */
  answered(service: RoutedService, status: string, ms: number): void {
    this.requests.inc({ service, status });
    this.seconds.observe({ service }, ms / 1_000);
  }
}
