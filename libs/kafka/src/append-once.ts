import { type AppendItem, asSends } from './append-item.js';
import { unavailable } from './cluster-access.js';
import type { Claim, EventIdRegistry } from './event-id-registry.js';
import type { IdempotentProducer } from './idempotent-producer.js';
import type { LogLine } from './log-line.js';
import { MovingPositions, type Positions, positionOf } from './positions.js';
import type { WrittenIds } from './written-ids.js';

export interface AppendSettings {
  /** Tells this connection from all others. */
  readonly owner: string;
  readonly takeOverAfter: number;
  readonly bytesPerPartition: number;
  readonly log: LogLine;
}

/** Writes events that are not in the log yet, each once, whoever else appends the same. One flush at a time. */
export class AppendOnce {
  private readonly ends: MovingPositions;
  private readonly watched = new Map<string, { version: number; since: number }>();
  /** Claims of ours that this flush has to settle, by id. */
  private readonly held = new Map<string, Claim>();
  private renewedAt = 0;

  constructor(
    private readonly registry: EventIdRegistry,
    private readonly producer: Pick<IdempotentProducer, 'send'>,
    private readonly written: Pick<WrittenIds, 'find'>,
    ends: Positions,
    private readonly settings: AppendSettings,
  ) {
    this.ends = new MovingPositions(ends);
  }

  /**
   * Gives each item its outcome, except those that somebody else is about to write, and what follows these on their
   * subject: they are for a later flush.
   * @returns settles when the registry knows what has been written; not needed for it to be so
   * @throws Failure `unavailable`; some of the items may have been written, and have their outcome
   */
  async flush(items: readonly AppendItem[]): Promise<{ readonly settled: Promise<void> }> {
    this.held.clear();
    const first = new Map<string, AppendItem>();
    for (const item of items) if (!first.has(item.id)) first.set(item.id, item);
    const known = await this.claim(first);
    const toWrite = this.judge(items, first, known);
    const settled: Promise<void>[] = [];
    for (const send of asSends(toWrite, this.settings.bytesPerPartition)) {
      await this.write(send);
      settled.push(this.settle(send));
    }
    for (const item of items) {
      const own = first.get(item.id)!;
      if (item !== own && own.outcome === 'appended') item.outcome ??= outcomeBeside(own.fingerprint, item);
    }
    return { settled: Promise.all(settled).then(() => undefined) };
  }

  /** Claims what is free or left behind. @returns what is known of the rest, by id */
  private async claim(first: ReadonlyMap<string, AppendItem>): Promise<ReadonlyMap<string, Claim>> {
    const known = new Map(await this.registry.look(idsOf(first, ({ wasClaimed }) => wasClaimed)));
    const free = [...first.values()].filter(({ id }) => !known.has(id));
    const claimed = await this.registry.put(free.map((item) => this.claimOf(item, 0)));
    for (const [id, claim] of claimed) this.held.set(id, claim);
    const lost = idsOf(first, ({ id }) => !known.has(id) && !claimed.has(id));
    for (const [id, claim] of await this.registry.look(lost)) known.set(id, claim);
    const left = [...known.values()].filter((claim) => this.isLeftBehind(claim));
    if (left.length > 0) for (const claim of await this.takeOver(left, first)) known.set(claim.id, claim);
    return known;
  }

  /** Writes what nobody has written after all. @returns what was written already */
  private async takeOver(left: readonly Claim[], first: ReadonlyMap<string, AppendItem>): Promise<readonly Claim[]> {
    const taken = await this.registry.put(
      left.map((claim) => ({ ...claim, state: 'claimed', owner: this.settings.owner })),
    );
    const found = await this.written.find([...taken.values()]);
    const [there, missing]: Claim[][] = [[], []];
    for (const claim of taken.values()) {
      this.watched.delete(claim.id);
      const fingerprint = found.get(claim.id);
      if (fingerprint === undefined) missing!.push(this.claimOf(first.get(claim.id)!, claim.version));
      else there!.push({ ...claim, state: 'written', fingerprint });
    }
    const ofOthers = left.filter(({ owner }) => owner !== this.settings.owner).length;
    if (ofOthers > 0)
      this.settings.log('warn', 'unfinished appends taken over', { events: ofOthers, written: there!.length });
    for (const [id, claim] of await this.registry.put(missing!)) this.held.set(id, claim);
    return [...(await this.registry.put(there!)).values()];
  }

  /** @returns what is to be written now, in order */
  private judge(
    items: readonly AppendItem[],
    first: ReadonlyMap<string, AppendItem>,
    known: ReadonlyMap<string, Claim>,
  ): readonly AppendItem[] {
    const blocked = new Set<string>();
    return items.filter((item) => {
      const claim = known.get(item.id);
      const isOurs = this.held.has(item.id);
      if (!isOurs && claim?.state === 'written') {
        item.outcome = outcomeBeside(claim.fingerprint, item);
        this.watched.delete(item.id);
        return false;
      }
      const subject = `${item.topic}/${item.subject}`;
      if (isOurs && !blocked.has(subject)) return first.get(item.id) === item;
      blocked.add(subject);
      item.wasClaimed = true;
      return false;
    });
  }

  private async write(send: readonly AppendItem[]): Promise<void> {
    try {
      const ends = await this.producer.send(send, () => this.renew());
      for (const item of send) {
        this.ends.advance(item, ends.get(`${item.topic}-${item.partition}`) ?? 0);
        item.outcome = 'appended';
      }
    } catch (error) {
      await this.disown();
      throw unavailable(error);
    }
  }

  /** A claim that stays behind is looked at before it is taken over; so what cannot be stored here is only told. */
  private async settle(send: readonly AppendItem[]): Promise<void> {
    const claims = send.map(({ id }) => this.held.get(id)!);
    for (const { id } of send) this.held.delete(id);
    await this.store(claims.map((claim) => ({ ...claim, state: 'written' })));
  }

  /** What we hold may be written or not: whoever comes next looks. */
  private async disown(): Promise<void> {
    const claims = [...this.held.values()];
    this.held.clear();
    await this.store(claims.map((claim) => ({ ...claim, state: 'unsure' })));
  }

  /** Others see that we live, while Kafka does not answer. */
  private async renew(): Promise<void> {
    const now = performance.now();
    if (now - this.renewedAt < this.settings.takeOverAfter / 4) return;
    this.renewedAt = now;
    for (const [id, claim] of await this.store([...this.held.values()])) this.held.set(id, claim);
  }

  private async store(claims: readonly Claim[]): Promise<ReadonlyMap<string, Claim>> {
    try {
      return await this.registry.put(claims);
    } catch (error) {
      this.settings.log('warn', 'ids of appended events not stored', { events: claims.length, error: String(error) });
      return new Map();
    }
  }

  private isLeftBehind({ id, version, state, owner }: Claim): boolean {
    if (state === 'written') return false;
    if (state === 'unsure' || owner === this.settings.owner) return true;
    const now = performance.now();
    const seen = this.watched.get(id);
    if (seen?.version === version) return now - seen.since >= this.settings.takeOverAfter;
    this.watched.set(id, { version, since: now });
    return false;
  }

  private claimOf({ id, topic, partition, fingerprint }: AppendItem, version: number): Claim {
    const from = positionOf(this.ends.now, { topic, partition });
    return { id, version, fingerprint, state: 'claimed', owner: this.settings.owner, topic, partition, from };
  }
}

function outcomeBeside(fingerprint: string, item: AppendItem): 'duplicate' | 'conflict' {
  return item.fingerprint === fingerprint ? 'duplicate' : 'conflict';
}

function idsOf(items: ReadonlyMap<string, AppendItem>, wanted: (item: AppendItem) => boolean): string[] {
  return [...items.values()].filter(wanted).map(({ id }) => id);
}
