import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog, EventToAppend, StoredEvent, ViewStore } from '@vilfredo/event-sourcing';
import { type AlertRaised, write } from '@vilfredo/events';
import { eventually, type ManualClock, manualClock, temporaryFolder } from '@vilfredo/testing';
import { Delivery, type DeliveryParts } from '../../src/deliver-alerts/delivery.js';
import { type ChannelTimes, channelOf } from '../../src/deliver-alerts/delivery.module.js';
import type { DeliverySettings } from '../../src/deliver-alerts/delivery-settings.config.js';
import type { NotifiableAt } from '../../src/deliver-alerts/email/email-channel.smtp.js';
import type { Receiver, WebhookReceiver } from '../../src/deliver-alerts/receiver.js';
import { alertTypes } from '../../src/deliver-alerts/receiver.js';
import { readSecrets } from '../../src/deliver-alerts/webhook/sign-webhook.js';
import { secret } from './webhook-server.js';

export const start = '2026-10-01T09:00:00.000Z';

export function webhookTo(url: string, overrides: Partial<WebhookReceiver> = {}): WebhookReceiver {
  const secrets = readSecrets(secret)!;
  return { kind: 'webhook', name: 'crm', url, secrets, topics: ['alerts'], types: alertTypes, ...overrides };
}

export const aRaise: AlertRaised = {
  alertId: 'alert-1',
  rule: 'satisfaction',
  severity: 'serious',
  priority: 72.5,
  because: { text: 'Ratings fell three months in a row, from 4.8 to 2.1.', causes: ['score-1'] },
  valueAtRisk: '5391.21',
  suggestedAction: 'Call and listen.',
  callBy: '2026-10-02T09:00:00.000Z',
  policy: 'v2',
};

/** An alert about a customer; its event's id is `raised-N`. */
export function raise(
  n: number | string,
  customer = `customer-${n}`,
  overrides: Partial<AlertRaised> = {},
): EventToAppend {
  const envelope = { id: `raised-${n}`, subject: customer, time: start, correlationid: `correlation-${n}` };
  return write('AlertRaised', envelope, { ...aRaise, alertId: `alert-${n}`, ...overrides });
}

export interface TrialOptions {
  readonly receivers: readonly Receiver[];
  readonly settings?: Partial<DeliverySettings>;
  readonly parts?: Partial<DeliveryParts>;
  readonly notifiableAt?: NotifiableAt;
  /** Times and look-ups of channels. */
  readonly channel?: ChannelTimes;
  /** The machine's clock, when latencies are to be measured. */
  readonly live?: boolean;
}

/** Log and views in a folder, delivery over them, and a clock that moves when told. */
export class DeliveryTrial {
  readonly clock: ManualClock = manualClock(start);
  delivery!: Delivery;
  private isClosed = false;

  private constructor(
    readonly log: EventLog,
    readonly store: ViewStore,
    private options: TrialOptions,
    private readonly dispose: () => Promise<void>,
  ) {}

  static async begin(options: TrialOptions): Promise<DeliveryTrial> {
    const folder = await temporaryFolder();
    const clock = manualClock(start);
    const log = await openEventLog({ folder: folder.path, clock: options.live ? () => Date.now() : clock });
    const store = await openViewStore({ folder: folder.path });
    const trial = new DeliveryTrial(log, store, options, () => folder.dispose());
    Object.assign(trial, { clock });
    await trial.start();
    return trial;
  }

  /** Begins to deliver, as a process does that starts; with other settings when given. */
  async start(changed: Partial<TrialOptions> = {}): Promise<void> {
    this.options = { ...this.options, ...changed };
    this.delivery = this.another();
    await this.delivery.start();
  }

  /** Delivery as another process does it, over the same stores. */
  another(parts: Partial<DeliveryParts> = {}): Delivery {
    const { receivers, live } = this.options;
    const clock = live ? () => Date.now() : this.clock;
    return new Delivery({
      ...{ log: this.log, store: this.store, clock, receivers, tickMs: 10, saveEveryMs: 10, patienceMs: 500 },
      channelOf: this.channelOf,
      ...this.options.parts,
      ...parts,
    });
  }

  readonly channelOf: DeliveryParts['channelOf'] = (receiver) => {
    const { receivers, settings, notifiableAt, live, channel } = this.options;
    const clock = live ? () => Date.now() : this.clock;
    const all: DeliverySettings = { receivers, allowPrivateTargets: true, ...settings };
    const machine = () => Date.now();
    const parts = { log: this.log, clock, machine, settings: all, ...(notifiableAt ? { notifiableAt } : {}) };
    return channelOf(receiver, parts, channel);
  };

  /** Time passes in steps, as it does, and delivery gets its turn in each. */
  async pass(ms: number, steps = 1): Promise<void> {
    for (let step = 0; step < steps; step++) {
      this.clock.advance(ms / steps);
      await this.turn();
    }
  }

  /** Long enough for ticks, requests and saves that are due. */
  turn(ms = 60): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  async status(name = 'crm') {
    return (await this.delivery.list()).find((receiver) => receiver.name === name)!;
  }

  /** Waits until this much is written down as delivered. */
  async delivered(count: number, name = 'crm', timeout = 5_000): Promise<void> {
    await eventually(
      async () => {
        const { delivered } = await this.status(name);
        if (delivered < count) throw new Error(`${delivered} of ${count} delivered to ${name}`);
      },
      { timeout },
    );
  }

  async notices(): Promise<readonly StoredEvent[]> {
    const { events } = await this.log.read({ topics: ['alerts'], limit: 100_000 });
    return events.filter(({ type }) => type === 'AlertNotified');
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.delivery.stop();
    await this.log.close();
    await this.store.close();
    await this.dispose();
  }
}
