import type { Clock, EventLog, ViewCollection, ViewStore } from '@vilfredo/event-sourcing';
import { Courier } from './courier.js';
import { HeldStore, heldCollection } from './held-store.js';
import type { Channel, Outcome } from './message.js';
import { defaultLimits, type QueueLimits } from './message-queue.js';
import type { Receiver } from './receiver.js';
import { enable, replayFrom } from './receiver-orders.js';
import { newState, receiversCollection, viewOf } from './receiver-state.js';
import { type ReceiverStatus, statusOf } from './receiver-status.js';
import type { DeliveryObserver } from './round-parts.js';

export interface DeliveryParts {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly clock: Clock;
  readonly receivers: readonly Receiver[];
  readonly channelOf: (receiver: Receiver) => Channel;
  readonly observer?: DeliveryObserver;
  /** Names this process among those that deliver; the same name after a restart goes on at once. */
  readonly owner?: string;
  readonly limits?: Partial<QueueLimits>;
  /** How often time is looked at; 1,000 ms when absent. */
  readonly tickMs?: number;
  /** How long after its last sign of life others take over from a process; 60,000 ms when absent. */
  readonly leaseMs?: number;
  /** Between two writes of how far it came; 200 ms when absent. */
  readonly saveEveryMs?: number;
  /** How long requests under way may go on when the process stops; 5,000 ms when absent. */
  readonly patienceMs?: number;
}

/** E-mail waits for its hour beside the log: that is no sign of trouble. */
const mailLimits: Partial<QueueLimits> = { retrying: Number.POSITIVE_INFINITY, held: 10_000 };

/** Delivery to every receiver of the settings, each by itself. */
export class Delivery {
  private readonly channels: ReadonlyMap<string, Channel>;
  private views: ViewCollection | undefined;
  private held: ViewCollection | undefined;
  private couriers = new Map<string, Courier>();

  constructor(readonly parts: DeliveryParts) {
    this.channels = new Map(parts.receivers.map((receiver) => [receiver.name, parts.channelOf(receiver)]));
  }

  /** Begins to deliver; a receiver that is new is told of what is recorded from now on. */
  async start(): Promise<void> {
    const { log, receivers } = this.parts;
    const views = await this.open();
    const known = await views.load(receivers.map(({ name }) => name));
    const end = await log.end();
    const added = receivers.filter(({ name }) => !known.has(name)).map(({ name }) => viewOf(name, 0, newState(end)));
    if (added.length > 0) await views.save(added);
    for (const receiver of receivers) this.couriers.set(receiver.name, this.courierOf(receiver, views));
  }

  /** Finishes what is under way and writes down how far each has come. */
  async stop(): Promise<void> {
    await Promise.all([...this.couriers.values()].map((courier) => courier.stop()));
    this.couriers.clear();
  }

  /** Of the loop that is furthest behind, epoch ms; now when there is none. */
  lastProgress(): number {
    const turns = [...this.couriers.values()].map(({ lastProgress }) => lastProgress);
    return turns.length === 0 ? this.parts.clock() : Math.min(...turns);
  }

  /** Every receiver of the settings, in their order. */
  async list(): Promise<readonly ReceiverStatus[]> {
    return Promise.all(this.parts.receivers.map((receiver) => this.status(receiver)));
  }

  has(name: string): boolean {
    return this.channels.has(name);
  }

  /** Lets a receiver that was disabled go on where it stopped, and tries at once what failed. */
  async enable(name: string): Promise<ReceiverStatus> {
    await enable(await this.open(), name);
    return this.ordered(name);
  }

  /**
   * Sends again everything after a cursor, or recorded since an instant (epoch ms), and lets the receiver go on.
   * @throws Failure `invalid` on `after` when it is no position of the log
   */
  async replay(name: string, from: { after: string } | { since: number }): Promise<ReceiverStatus> {
    await replayFrom(await this.open(), this.parts.log, { name, topics: this.channels.get(name)!.topics, from });
    return this.ordered(name);
  }

  /** Hands over a trial message now, outside every order. */
  async test(name: string, id: string): Promise<Outcome> {
    const channel = this.channels.get(name)!;
    return channel.sendTest(id, AbortSignal.timeout(channel.timeoutMs + 1_000));
  }

  private ordered(name: string): Promise<ReceiverStatus> {
    this.couriers.get(name)?.tick();
    return this.status(this.parts.receivers.find((receiver) => receiver.name === name)!);
  }

  private async status(receiver: Receiver): Promise<ReceiverStatus> {
    const views = await this.open();
    const { log } = this.parts;
    const channel = this.channels.get(receiver.name)!;
    return statusOf({ receiver, channel, log, views, held: new HeldStore(this.held!, receiver.name) });
  }

  private async open(): Promise<ViewCollection> {
    const { store } = this.parts;
    this.held ??= await store.collection(heldCollection);
    this.views ??= await store.collection(receiversCollection);
    return this.views;
  }

  private courierOf(receiver: Receiver, receivers: ViewCollection): Courier {
    const { log, clock, observer = {}, owner = 'alone', limits, ...times } = this.parts;
    const channel = this.channels.get(receiver.name)!;
    const { tickMs = 1_000, leaseMs = 60_000, saveEveryMs = 200, patienceMs = 5_000 } = times;
    return new Courier({
      ...{ receiver, channel, log, clock, receivers, observer, owner, tickMs, leaseMs, saveEveryMs, patienceMs },
      heldStore: new HeldStore(this.held!, receiver.name),
      limits: {
        ...defaultLimits,
        ...(receiver.kind === 'email' ? mailLimits : {}),
        slots: channel.slots,
        ...limits,
      },
    });
  }
}
