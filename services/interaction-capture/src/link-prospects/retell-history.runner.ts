import { type EventLog, type EventToAppend, failureOf, type StoredEvent } from '@vilfredo/event-sourcing';
import type { Vault } from '@vilfredo/vault';
import { appendAll } from '../record-contacts/write-facts.runner.js';
import { historyTopics, isRetold, retold, sealedOf } from './retell.js';

/** Tells what happened to a prospect again under the customer whom they turned out to be. */
export class HistoryTeller {
  /** @param failed an event's sealed part does not open: it is told again without it */
  constructor(
    private readonly log: Pick<EventLog, 'append' | 'history'>,
    private readonly vault: Pick<Vault, 'seal' | 'open'>,
    private readonly failed: (event: StoredEvent, error: unknown) => void,
  ) {}

  /** Everything so far. Broken off and begun anew it comes to the same. */
  async tellAll(prospect: string, into: string): Promise<void> {
    await this.tell(await this.log.history({ topics: historyTopics, subject: prospect }), into);
  }

  async tell(events: readonly StoredEvent[], into: string): Promise<void> {
    const again = await Promise.all(events.filter(isRetold).map((event) => this.again(event, into)));
    await appendAll(this.log, again);
  }

  private async again(event: StoredEvent, into: string): Promise<EventToAppend> {
    const sealed = sealedOf(event);
    const content = sealed === undefined ? null : await this.opened(event, sealed);
    return retold(event, into, content === null ? undefined : await this.vault.seal(into, content));
  }

  private async opened(event: StoredEvent, sealed: string): Promise<object | null> {
    try {
      return await this.vault.open(event.subject, sealed);
    } catch (error) {
      if (failureOf(error).kind !== 'invalid') throw error;
      this.failed(event, error);
      return null;
    }
  }
}
