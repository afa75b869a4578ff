import type { Cursor, EventLog, StoredEvent } from '@vilfredo/event-sourcing';
import { type PurposeRule, read, Unreadable } from '@vilfredo/events';
import { firstPurposes } from './decide-interaction.js';

/** The log is looked at again after so long, ms: a policy that was just activated may hold a moment later. */
const lookEveryMs = 1_000;

/** The rules by which contacts get their function: those of the policy that was activated last. */
export class FollowedPurposes {
  private rules = firstPurposes;
  private after: Cursor | undefined;
  private looked = Number.NEGATIVE_INFINITY;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly log: Pick<EventLog, 'read'>,
    private readonly everyMs = lookEveryMs,
  ) {}

  async current(): Promise<readonly PurposeRule[]> {
    if (performance.now() - this.looked >= this.everyMs) {
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
      await this.looking;
    }
    return this.rules;
  }

  private async look(): Promise<void> {
    for (;;) {
      const after = this.after === undefined ? {} : { after: this.after };
      const page = await this.log.read({ topics: ['governance'], limit: 200, ...after });
      for (const event of page.events) if (event.type === 'PolicyActivated') this.take(event);
      this.after = page.cursor;
      if (page.events.length === 0) break;
    }
    this.looked = performance.now();
  }

  /** A policy that cannot be read changes nothing here; whoever scores by it tells of it. */
  private take(event: StoredEvent): void {
    try {
      const policy = read(event);
      if (policy.type === 'PolicyActivated') this.rules = policy.payload.policy.purposes;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }
}
