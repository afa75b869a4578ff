import { ConsumerWatch } from './consumer-watch.js';
import type { ConsumerListener, GroupConsumer } from './group-consumer.js';
import type { LogLine } from './log-line.js';
import { isNotConnected } from './not-connected.js';
import { refusalOf } from './refused-access.js';

export interface KeeperSettings {
  readonly group: string;
  readonly stuckAfter: number;
  readonly log: LogLine;
  readonly onFatal: (error: Error) => void;
  readonly makeConsumer: (listener: ConsumerListener) => Pick<GroupConsumer, 'start' | 'stop'>;
}

/** What the keeper has to know of the work. */
export interface Work extends Omit<ConsumerListener, 'crashed'> {
  isBusy(): boolean;
  /** Events that this member should have got by now. */
  missing(): Promise<number>;
}

const RESTART_MS = { first: 500, most: 15_000 };

/**
 * Keeps one consumer at work. One that crashed because Kafka was away is replaced, with growing pauses, as is one that is
 * stuck; kafkajs's own restarts are off, since after some errors they come ten times a second, for ever. A crash that no
 * restart helps is fatal: the process has to end, and whoever runs it starts another one.
 */
export class ConsumerKeeper {
  private readonly watch: ConsumerWatch;
  private consumer: Pick<GroupConsumer, 'start' | 'stop'>;
  private restarts = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly work: Work,
    private readonly settings: KeeperSettings,
  ) {
    this.consumer = this.make();
    this.watch = new ConsumerWatch({
      stuckAfter: settings.stuckAfter,
      isBusy: () => this.isStopped || this.timer !== undefined || work.isBusy(),
      lag: () => work.missing(),
      renew: () => this.replace(),
      log: settings.log,
      onFatal: settings.onFatal,
    });
  }

  /** @throws Failure `unavailable` when the group cannot be joined */
  async start(): Promise<void> {
    await this.consumer.start();
    this.watch.start();
  }

  /** A batch has been accepted. */
  delivered(): void {
    this.restarts = 0;
    this.watch.delivered();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.watch.stop();
    clearTimeout(this.timer);
    await this.end(this.consumer);
  }

  private make(): Pick<GroupConsumer, 'start' | 'stop'> {
    const consumer = this.settings.makeConsumer({
      batch: (payload) => this.work.batch(payload),
      joined: (numbers) => this.work.joined(numbers),
      left: () => this.work.left(),
      fetched: () => this.work.fetched(),
      lastOwned: () => this.work.lastOwned(),
      crashed: (error) => {
        if (consumer === this.consumer) this.crashed(error);
      },
    });
    return consumer;
  }

  private crashed(error: Error): void {
    if (this.isStopped) return;
    if (isWorthRestarting(error)) this.restartLater(error);
    else this.settings.onFatal(error);
  }

  private restartLater(error: unknown): void {
    if (this.isStopped || this.timer !== undefined) return;
    const wait = Math.min(RESTART_MS.most, RESTART_MS.first * 2 ** this.restarts++);
    this.settings.log('warn', 'consumer starts again', { group: this.settings.group, wait, error: String(error) });
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.replace().catch((failure: unknown) => this.restartLater(failure));
    }, wait);
  }

  private async replace(): Promise<void> {
    const old = this.consumer;
    this.consumer = this.make();
    this.work.left();
    await this.end(old);
    if (!this.isStopped) await this.consumer.start();
  }

  private async end(consumer: Pick<GroupConsumer, 'stop'>): Promise<void> {
    try {
      await consumer.stop();
    } catch (error) {
      const { log, group } = this.settings;
      log('warn', 'consumer not stopped in order', { group, error: String(error) });
    }
  }
}

/**
 * Whether a crash may be over when Kafka answers again, or lets us in again. A topic that is gone does not come back by
 * waiting, and a consumer that lacks a right has to be seen to lack it.
 */
export function isWorthRestarting(error: Error): boolean {
  let root = error as { cause?: unknown; retriable?: boolean; type?: string };
  while (root.cause instanceof Error) root = root.cause as typeof root;
  if (root.type === 'UNKNOWN_TOPIC_OR_PARTITION' || root.type?.endsWith('AUTHORIZATION_FAILED')) return false;
  if (isNotConnected(root) || refusalOf(root) !== undefined) return true;
  return error.name === 'KafkaJSNumberOfRetriesExceeded' ? root.retriable !== undefined : root.retriable === true;
}
