import type { Clock } from './clock.js';
import type { EventToAppend } from './event.js';
import type { EventLog } from './event-log.js';
import type { ViewCollection } from './view-store.js';

/** Changes that are saved with their views and not yet in the log. Saves are numbered, so that a crash between the two shows. */
export class Outbox {
  private waiting: EventToAppend[] = [];
  private saves = 0;
  private lastPublished = 0;
  /** Changes that were not sent were forgotten: until they have been looked for, nothing after them counts as published. */
  private isBehind = false;

  /**
   * @param views where changes are kept until they are told
   * @param log where they go; without one they are only counted as told
   * @param clock numbers saves by time, so that those of several processes grow together; without one nobody else saves
   * these views, and they are counted
   */
  constructor(
    private readonly views: Pick<ViewCollection, 'outbox' | 'letGoOfOutbox'>,
    private readonly log: Pick<EventLog, 'append'> | undefined,
    private readonly clock?: Clock,
  ) {}

  /** The number of the save that is about to be done. */
  nextSave(): number {
    this.saves = Math.max(this.saves + 1, this.clock?.() ?? 0);
    return this.saves;
  }

  put(changes: readonly EventToAppend[]): void {
    for (const change of changes) this.waiting.push(change);
  }

  /** Number of the last save whose changes are published. */
  get published(): number {
    return this.lastPublished;
  }

  /** Whoever takes over publishes what is left: it is saved. */
  forget(): void {
    this.isBehind ||= this.waiting.length > 0;
    this.waiting = [];
  }

  /** What a failed publication leaves is published before anything else is done. */
  async publish(): Promise<void> {
    await this.send();
    if (!this.isBehind) this.count(this.saves);
  }

  /** Publishes what was saved but maybe not published before a crash: everything saved after `published`. Returns how many. */
  async publishLeftovers(published: number, isOwn: (subject: string) => boolean = () => true): Promise<number> {
    let found = 0;
    for await (const page of this.views.outbox(published)) {
      const own = page.filter(({ id }) => isOwn(id));
      const left = own.flatMap(({ changes }) => changesFromText(changes));
      for (const { save } of own) this.saves = Math.max(this.saves, save);
      found += left.length;
      this.put(left);
      await this.send();
    }
    this.saves = Math.max(this.saves, published);
    this.count(this.saves);
    this.isBehind = false;
    return found;
  }

  private count(published: number): void {
    this.lastPublished = published;
    if (this.clock === undefined) this.views.letGoOfOutbox(published);
  }

  private async send(): Promise<void> {
    if (this.waiting.length > 0) await this.log?.append(this.waiting);
    this.waiting = [];
  }
}

/**
 * Changes as text: of each its envelope with the length of its data, a line end, and the data as they are. As JSON within
 * JSON every quote of them would be escaped, here and again when they are read.
 */
export function changesToText(changes: readonly EventToAppend[]): string {
  let text = '';
  for (const { data, ...envelope } of changes) text += `${JSON.stringify({ ...envelope, data: data.length })}\n${data}`;
  return text;
}

export function changesFromText(text: string): EventToAppend[] {
  const changes: EventToAppend[] = [];
  for (let from = 0; from < text.length; ) {
    const data = text.indexOf('\n', from) + 1;
    const envelope = JSON.parse(text.slice(from, data)) as Omit<EventToAppend, 'data'> & { data: number };
    from = data + envelope.data;
    changes.push({ ...envelope, data: text.slice(data, from) });
  }
  return changes;
}
