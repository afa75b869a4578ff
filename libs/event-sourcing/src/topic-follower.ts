import type { Cursor, EventLog, EventPage } from './event-log.js';

/** How often the log is looked at when nobody tells of news, ms. */
const lookEveryMs = 1_000;
const pageSize = 200;

export interface TopicFollowerSettings {
  readonly log: EventLog;
  readonly topic: string;
  /** The position to go on from; the beginning when absent. */
  readonly after?: Cursor;
  /** Called with one page after the other; what it throws is told, and the page comes again. */
  readonly fold: (page: EventPage) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Reads all of a topic on its own, for processes that share others by partition. */
export class TopicFollower {
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly silence: () => void;
  private readonly ended: Promise<void>;

  constructor(private readonly settings: TopicFollowerSettings) {
    this.silence = settings.log.onAppend(() => this.wake?.());
    this.ended = this.follow(settings.after);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.silence();
    this.wake?.();
    await this.ended;
  }

  private async follow(from: Cursor | undefined): Promise<void> {
    const { log, topic, fold, failed } = this.settings;
    let after = from;
    while (!this.stopped) {
      try {
        const query = { topics: [topic], limit: pageSize };
        const page = await log.read(after === undefined ? query : { ...query, after });
        if (page.events.length > 0) await fold(page);
        after = page.cursor;
        if (page.events.length === 0) await this.pause();
      } catch (error) {
        failed(error);
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
