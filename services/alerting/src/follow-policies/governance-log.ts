import type { Cursor, EventLog, EventPage, StoredEvent } from '@vilfredo/event-sourcing';

/** How often the log is looked at when nobody tells of news, ms. */
const lookEveryMs = 1_000;

/** Everything recorded about policies up to a position, oldest first. */
export async function* governanceUpTo(log: EventLog, through: Cursor): AsyncGenerator<StoredEvent> {
  let after: Cursor | undefined;
  for (;;) {
    const page = await log.read({
      topics: ['governance'],
      limit: 200,
      through,
      ...(after === undefined ? {} : { after }),
    });
    if (page.events.length === 0) return;
    yield* page.events;
    after = page.cursor;
  }
}

/** Reads governance on its own, for processes that share the customers' topics but each need all of it. */
export class FollowedGovernance {
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly silence: () => void;
  private readonly ended: Promise<void>;

  /**
   * @param after the position to go on from
   * @param fold called with one page after the other; what it throws is told, and the page comes again
   */
  constructor(
    private readonly log: EventLog,
    after: Cursor,
    private readonly fold: (page: EventPage) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {
    this.silence = log.onAppend(() => this.wake?.());
    this.ended = this.follow(after);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.silence();
    this.wake?.();
    await this.ended;
  }

  private async follow(from: Cursor): Promise<void> {
    let after = from;
    while (!this.stopped) {
      try {
        const page = await this.log.read({ topics: ['governance'], limit: 200, after });
        if (page.events.length > 0) await this.fold(page);
        after = page.cursor;
        if (page.events.length === 0) await this.pause();
      } catch (error) {
        this.failed(error);
        await this.pause();
      }
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, lookEveryMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
