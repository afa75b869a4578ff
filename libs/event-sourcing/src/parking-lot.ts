import type { Clock } from './clock.js';
import type { StoredEvent } from './event.js';
import { type Failure, type FailureKind, failureTable } from './failure.js';
import type { CollectionDefinition, ViewCollection } from './view-store.js';

export const parkedCollection: CollectionDefinition = {
  name: 'parked',
  fields: { subject: 'text', position: 'text', nextAttempt: 'number' },
  indexes: { bySubject: [{ field: 'subject' }, { field: 'position' }], byAttempt: [{ field: 'nextAttempt' }] },
};

/** An event that waits: the one that failed, or one that came behind it. */
export interface ParkedEvent {
  readonly event: StoredEvent;
  /** Null for an event that only waits behind another. */
  readonly cause: { readonly kind: FailureKind; readonly reason: string; readonly field?: string } | null;
  readonly parkedAt: number;
  readonly attempts: number;
  /** Set where it was among those whose defect stopped a process. */
  readonly isSuspect?: true;
}

const backoffMs = [1_000, 5_000, 30_000, 120_000, 600_000];

/** Where events wait that could not be processed, with everything behind them on the same subject, in order. */
export class ParkingLot {
  private readonly subjects = new Set<string>();

  private constructor(
    private readonly entries: ViewCollection,
    private readonly clock: Clock,
  ) {}

  static async open(entries: ViewCollection, clock: Clock): Promise<ParkingLot> {
    const lot = new ParkingLot(entries, clock);
    await lot.reload();
    return lot;
  }

  /** Looks again at what is parked, for when others park too. */
  async reload(): Promise<void> {
    const subjects = await this.all();
    this.subjects.clear();
    for (const subject of subjects) this.subjects.add(subject);
  }

  get size(): number {
    return this.subjects.size;
  }

  has(subject: string): boolean {
    return this.subjects.has(subject);
  }

  /** Parks an event; failing again only counts the attempt, and coming again behind another changes nothing. */
  async park(event: StoredEvent, failure: Failure | null): Promise<void> {
    const id = `${event.topic}-${event.partition}-${event.offset}`;
    const before = (await this.entries.load([id])).get(id);
    if (failure === null && before !== undefined) return;
    const known = before && parse(before.body);
    const attempts = known === undefined ? 0 : known.attempts + 1;
    const cause = failure && {
      kind: failure.kind,
      reason: failure.reason,
      ...(failure.field === undefined ? {} : { field: failure.field }),
    };
    const mark = known?.isSuspect === true ? ({ isSuspect: true } as const) : {};
    const parked: ParkedEvent = { event, cause, parkedAt: this.clock(), attempts, ...mark };
    await this.entries.save([
      {
        id,
        version: before?.version ?? 0,
        body: JSON.stringify(parked),
        fields: {
          subject: event.subject,
          position: positionOf(event),
          nextAttempt: this.nextAttempt(failure, attempts),
        },
      },
    ]);
    this.subjects.add(event.subject);
  }

  /** Everything parked on a subject, in order. */
  async on(subject: string, limit = 1_000): Promise<readonly ParkedEvent[]> {
    const page = await this.entries.query({ index: 'bySubject', equals: { subject }, limit });
    return page.items.map(({ body }) => parse(body));
  }

  /** The subjects with something parked, whoever parked it, by name. */
  async all(): Promise<readonly string[]> {
    const subjects = new Set<string>();
    for await (const page of this.entries.snapshot())
      for (const { fields } of page) subjects.add(String(fields.subject));
    return [...subjects].sort();
  }

  /** Whoever serves the subject tries it again soon. */
  async hurry(subject: string): Promise<void> {
    const { items } = await this.entries.query({ index: 'bySubject', equals: { subject }, limit: 1 });
    await this.entries.save(items.map((view) => ({ ...view, fields: { ...view.fields, nextAttempt: this.clock() } })));
  }

  /** Marks what waits first on these subjects: a defect of theirs stops the process, and the next one is to know. */
  async suspect(subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) {
      const { items } = await this.entries.query({ index: 'bySubject', equals: { subject }, limit: 1 });
      const marked = items.map(({ body, ...view }) => {
        return { ...view, body: JSON.stringify({ ...parse(body), isSuspect: true }) };
      });
      await this.entries.save(marked);
    }
  }

  /** What was marked so and waits still. */
  async suspects(): Promise<readonly ParkedEvent[]> {
    const found: ParkedEvent[] = [];
    for await (const page of this.entries.snapshot())
      found.push(...page.map(({ body }) => parse(body)).filter(({ isSuspect }) => isSuspect));
    return found;
  }

  /** The subjects whose failure is worth trying again by now. */
  async due(limit = 100): Promise<readonly string[]> {
    const page = await this.entries.query({ index: 'byAttempt', atMost: this.clock(), limit });
    return [...new Set(page.items.map(({ fields }) => String(fields.subject)))];
  }

  /** Takes in what waits elsewhere and not here. */
  async include(others: Pick<ViewCollection, 'snapshot'>): Promise<void> {
    for await (const page of others.snapshot()) {
      const known = await this.entries.load(page.map(({ id }) => id));
      await this.entries.save(page.filter(({ id }) => !known.has(id)).map((entry) => ({ ...entry, version: 0 })));
    }
    await this.reload();
  }

  /** Lets go of what does not wait elsewhere. */
  async keepOnly(others: Pick<ViewCollection, 'load'>): Promise<void> {
    for await (const page of this.entries.snapshot()) {
      const waiting = await others.load(page.map(({ id }) => id));
      for (const { id } of page) if (!waiting.has(id)) await this.entries.remove(id);
    }
    await this.reload();
  }

  async remove(event: StoredEvent): Promise<void> {
    await this.entries.remove(`${event.topic}-${event.partition}-${event.offset}`);
  }

  /** Nothing is parked on the subject any more: its events flow again. */
  release(subject: string): void {
    this.subjects.delete(subject);
  }

  private nextAttempt(failure: Failure | null, attempts: number): number | null {
    if (failure === null || !failureTable[failure.kind].retriedAlone) return null;
    const wait = backoffMs[attempts];
    return wait === undefined ? null : this.clock() + wait;
  }
}

function parse(body: string): ParkedEvent {
  return JSON.parse(body) as ParkedEvent;
}

/** Order of parking is order of the log: by time of recording, then by place in the partition. */
function positionOf(event: StoredEvent): string {
  return `${event.recordedat}/${event.topic}-${event.partition}/${String(event.offset).padStart(16, '0')}`;
}
