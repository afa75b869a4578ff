import { MemoryLog, MemoryViews } from '@vilfredo/testing';
import {
  type EventToAppend,
  Failure,
  type FailureKind,
  ParkingLot,
  type Projection,
  Projector,
  type ProjectorOptions,
  parkedCollection,
  type StoredEvent,
  withOutbox,
} from '../src/index.js';

/** A projection to try the projector on: adds numbers, and tells every total. */
export interface Tally {
  total: number;
  watermarks: Record<string, number>;
}

/** Events that fail as they are told to, until they are mended. */
export class Trouble {
  private readonly kinds = new Map<string, FailureKind>();

  with(event: string, kind: FailureKind): void {
    this.kinds.set(event, kind);
  }

  mended(event: string): void {
    this.kinds.delete(event);
  }

  in(event: string): void {
    const kind = this.kinds.get(event);
    if (kind === 'bug') throw new TypeError('no such thing');
    if (kind !== undefined) throw new Failure(kind, 'cannot be', { field: 'add' });
  }
}

export const tallies = withOutbox({ name: 'tallies', fields: { total: 'number' }, indexes: {} });

/** Counts before it fails, so that a failure that is not undone shows. */
function tallyProjection(trouble: Trouble): Projection<Tally> {
  return {
    collection: tallies,
    initial: () => ({ total: 0, watermarks: {} }),
    toView: (tally) => ({ body: JSON.stringify(tally), fields: { total: tally.total } }),
    fromBody: (body) => JSON.parse(body) as Tally,
    watermarks: ({ watermarks }) => watermarks,
    evolve: (tally, event) => {
      tally.total += (JSON.parse(event.data) as { add: number }).add;
      trouble.in(event.id);
      return [told(event, tally.total)];
    },
  };
}

function told({ subject, id, time }: StoredEvent, total: number): EventToAppend {
  const data = JSON.stringify({ total });
  return { topic: 'scores', subject, id: `${id}-told`, type: 'Tallied', version: 1, time, correlationid: id, data };
}

/** A projector over stores in memory, at a time of our own. */
export async function tallying(options: Partial<ProjectorOptions<Tally>> & { now?: () => number } = {}) {
  const { now = () => 0, ...rest } = options;
  const log = new MemoryLog(now);
  const views = new MemoryViews(tallies);
  const parked = new MemoryViews(parkedCollection);
  const trouble = new Trouble();
  const parking = await ParkingLot.open(parked, now);
  const projection = tallyProjection(trouble);
  const open = (more: Partial<ProjectorOptions<Tally>> = {}) =>
    new Projector<Tally>({ projection, views, parking, log, ...more });
  return {
    log,
    views,
    parked,
    parking,
    trouble,
    projector: open(rest),
    /** Another projector on the same stores: the process was started again. */
    reopened: (more: Partial<ProjectorOptions<Tally>> = {}) => {
      const { defects: _, ...kept } = rest;
      return open({ ...kept, ...more });
    },
    /** Records additions `[subject, id, number]` and gives them as the log does. */
    async record(...additions: (readonly [string, string, number])[]): Promise<readonly StoredEvent[]> {
      const from = log.events.length;
      await log.append(additions.map(([subject, id, add]) => addition(subject, id, add)));
      return log.events.slice(from);
    },
    async totals(): Promise<Record<string, number>> {
      const totals: Record<string, number> = {};
      for await (const page of views.snapshot()) {
        for (const { id, body } of page) totals[id] = (JSON.parse(body) as Tally).total;
      }
      return totals;
    },
    /** Ids of what was published, in order. */
    told: () => log.events.filter(({ topic }) => topic === 'scores').map(({ id }) => id),
  };
}

function addition(subject: string, id: string, add: number): EventToAppend {
  const data = JSON.stringify({ add });
  return {
    topic: 'orders',
    subject,
    id,
    type: 'Added',
    version: 1,
    time: '2026-03-01T00:00:00.000Z',
    correlationid: id,
    data,
  };
}
