import { BaseRpcContext, type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import {
  type EventLog,
  type EventPage,
  Failure,
  type Subscription,
  type SubscriptionOptions,
} from '@vilfredo/event-sourcing';
import { isObservable, lastValueFrom } from 'rxjs';

export type StrategyOptions = Omit<SubscriptionOptions, 'topics' | 'onBatch'> & { readonly log: EventLog };

/** Beside the batch, for `@Ctx()`. */
export class BatchContext extends BaseRpcContext<[group: string]> {
  get group(): string {
    return this.getArgByIndex(0);
  }
}

/** One method of a controller, and the topics it has in its `@EventPattern`. */
interface BatchHandler {
  readonly topics: ReadonlySet<string>;
  readonly handle: MessageHandler;
}

/**
 * Lets `@EventPattern('orders')` methods of Nest controllers take batches (`EventPage`) instead of single messages. A method
 * with several topics, `@EventPattern(['customers', 'orders'])`, gets the events of all of them in one page; several
 * methods get their parts of a batch one after the other. The batch is committed when all have resolved; when one rejects,
 * the whole batch comes again. Bind `BatchFailureFilter`, else Nest hides the reason of a rejection.
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  /** A failure of a handler is ours to retry, not Nest's to log. */
  override readonly propagatesEventHandlerErrors = true;
  private subscription: Subscription | undefined;

  constructor(private readonly options: StrategyOptions) {
    super();
  }

  /** Subscribes the group to the topics of all handlers. */
  listen(callback: (error?: unknown) => void): void {
    this.subscribe().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Finishes the batch in hand, commits it and leaves the group. */
  async close(): Promise<void> {
    await this.subscription?.stop();
  }

  override on(event: string): never {
    throw new Failure('bug', `there is no event ${event} to listen to`);
  }

  /** The subscription; undefined before the start. */
  override unwrap<T>(): T {
    return this.subscription as T;
  }

  private async subscribe(): Promise<void> {
    const { log, ...rest } = this.options;
    const handlers = this.batchHandlers();
    const topics = [...new Set(handlers.flatMap((handler) => [...handler.topics]))];
    if (topics.length === 0) throw new Failure('invalid', 'no @EventPattern names a topic', { field: 'topics' });
    this.subscription = await log.subscribe({ ...rest, topics, onBatch: (page) => this.dispatch(handlers, page) });
  }

  private async dispatch(handlers: readonly BatchHandler[], page: EventPage): Promise<void> {
    for (const { topics, handle } of handlers) {
      const events = handlers.length === 1 ? page.events : page.events.filter(({ topic }) => topics.has(topic));
      if (events.length === 0) continue;
      const result: unknown = await handle({ events, cursor: page.cursor }, new BatchContext([this.options.group]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    }
  }

  /** Nest registers a method once for each of its patterns, always with the same `extras`. */
  private batchHandlers(): readonly BatchHandler[] {
    const methods = new Map<unknown, { topics: Set<string>; handle: MessageHandler }>();
    for (const [topic, handle] of this.getHandlers()) {
      if (!handle.isEventHandler) {
        throw new Failure('invalid', `${topic} is a message pattern: there is nobody to answer`, { field: 'topics' });
      }
      const key = handle.next === undefined ? (handle.extras ?? handle) : handle;
      const method = methods.get(key) ?? { topics: new Set<string>(), handle };
      method.topics.add(topic);
      methods.set(key, method);
    }
    return [...methods.values()];
  }
}
