import { hostname } from 'node:os';
import { type DynamicModule, Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock, EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { Failure } from '@vilfredo/event-sourcing';
import { Liveness, Log, Metrics } from '@vilfredo/service';
import { Delivery } from './delivery.js';
import type { DeliverySettings } from './delivery-settings.config.js';
import { EmailChannel, type NotifiableAt } from './email/email-channel.smtp.js';
import type { Channel } from './message.js';
import { observeDelivery } from './observe-delivery.metrics.js';
import type { Receiver } from './receiver.js';
import { ReceiversController } from './receivers.controller.js';
import type { Resolve } from './webhook/post-webhook.http.js';
import { WebhookChannel } from './webhook/webhook-channel.http.js';

export interface DeliveryModuleParts {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  readonly settings: DeliverySettings;
  /** When somebody may be told of an alert by e-mail; at once when absent. */
  readonly notifiableAt?: NotifiableAt;
  /** A name of this process among those that deliver, best the same after a restart; its host's when absent. */
  readonly owner?: string;
  /** The machine's time, where the deployment's clock is another. */
  readonly machine?: Clock;
}

/** A loop that has not gone round for this long is not coming back by itself. */
const stallAfterMs = 120_000;

/** Delivery with its routes. It begins when the application does, and ends with it, in order. */
@Module({})
export class DeliveryModule implements OnApplicationBootstrap, OnModuleDestroy {
  private endWatch: (() => void) | undefined;

  constructor(
    @Inject(Delivery) private readonly delivery: Delivery,
    @Inject(Liveness) private readonly liveness: Liveness,
  ) {}

  static register(parts: DeliveryModuleParts): DynamicModule {
    return {
      module: DeliveryModule,
      controllers: [ReceiversController],
      providers: [
        {
          provide: Delivery,
          inject: [Log, Metrics],
          useFactory: (log: Log, metrics: Metrics) => deliveryOf(parts, log, metrics),
        },
      ],
      exports: [Delivery],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.delivery.start();
    this.endWatch = this.liveness.register('delivery', () => this.delivery.lastProgress(), stallAfterMs);
  }

  async onModuleDestroy(): Promise<void> {
    this.endWatch?.();
    await this.delivery.stop();
  }
}

function deliveryOf(parts: DeliveryModuleParts, log: Log, metrics: Metrics): Delivery {
  const { settings, owner = hostname() } = parts;
  const delivery = new Delivery({
    log: parts.log,
    store: parts.store,
    clock: parts.clock,
    receivers: settings.receivers,
    channelOf: (receiver) => channelOf(receiver, parts),
    observer: observeDelivery(log, metrics),
    owner,
  });
  metrics.gauge(
    { name: 'receivers', help: 'Receivers of alerts and score changes, by state.', labels: ['state'] },
    async (gauge) => {
      gauge.reset();
      for (const { state } of await delivery.list()) gauge.inc({ state });
    },
  );
  return delivery;
}

export interface ChannelTimes {
  readonly timeoutMs?: number;
  readonly slots?: number;
  readonly resolve?: Resolve;
}

/** The way to a receiver by the settings of the deployment. */
export function channelOf(
  receiver: Receiver,
  parts: Omit<DeliveryModuleParts, 'store' | 'owner'>,
  times: ChannelTimes = {},
): Channel {
  const { settings, log, clock, machine = () => Date.now(), notifiableAt = () => 0 } = parts;
  const { allowPrivateTargets, mail, publicUrl } = settings;
  if (receiver.kind === 'webhook') return new WebhookChannel(receiver, { allowPrivateTargets, machine, ...times });
  if (mail === undefined) throw new Failure('bug', `${receiver.name} wants e-mail, and there is no mail server`);
  return new EmailChannel(receiver, { log, clock, ...mail, publicUrl, notifiableAt, ...times });
}
