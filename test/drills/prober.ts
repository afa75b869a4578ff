import { setTimeout as pause } from 'node:timers/promises';
import type { IntakeOrder } from '@vilfredo/order-ingestion';
import { callJson } from './http-call.js';
import type { Trial } from './trial.js';

export interface Delays {
  readonly probes: number;
  readonly median: number;
  readonly longest: number;
}

const everyMs = 40;

/** Lets somebody new order every now and then, and measures how long it takes until that shows on the feed. */
export class Prober {
  private readonly acked = new Map<string, number>();
  private stopping = false;
  private probing: Promise<void> | undefined;

  constructor(
    private readonly trial: Trial,
    private readonly name: string,
  ) {}

  start(): this {
    this.probing = this.probe();
    return this;
  }

  /** Resolves when every probe has shown. */
  async stop(): Promise<Delays> {
    this.stopping = true;
    await this.probing;
    await this.trial.quiet();
    const shown = new Map<string, number>();
    for (const { item, came } of this.trial.follower.received) {
      if (!shown.has(item.customerId)) shown.set(item.customerId, came);
    }
    const delays = [...this.acked].map(([customer, at]) => (shown.get(customer) ?? Number.POSITIVE_INFINITY) - at);
    delays.sort((a, b) => a - b);
    const whole = (ms: number | undefined) => Math.max(0, Math.round(ms ?? 0));
    return { probes: delays.length, median: whole(delays[delays.length >> 1]), longest: whole(delays.at(-1)) };
  }

  private async probe(): Promise<void> {
    const { trial, name } = this;
    for (let n = 0; !this.stopping; n++) {
      const order = this.order(`${name}-probe-${n}`);
      const begun = performance.now();
      await trial.tell(`${name}-probes`, [order], () => callJson(`${trial.url}/orders`, order));
      this.acked.set(order.customerId, begun);
      await pause(everyMs);
    }
  }

  private order(customerId: string): IntakeOrder {
    const at = new Date(this.trial.settings.clock() - 3_600_000).toISOString();
    const lines = [{ sku: 'probe', quantity: 1, unitPrice: '1.00' }];
    return { kind: 'order', source: 'probes', orderId: customerId, customerId, at, currency: 'EUR', lines };
  }
}
