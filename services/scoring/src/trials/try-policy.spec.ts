import { openEventLog, openScratchStore } from '@vilfredo/embedded';
import type { EventToAppend } from '@vilfredo/event-sourcing';
import type { Policy } from '@vilfredo/events';
import { manualClock, orderPlaced, parkedEventSkipped, policyActivated, temporaryFolder } from '@vilfredo/testing';
import fc from 'fast-check';
import { BookUnderTest } from '../../test/book-under-test.js';
import { pastBegins, pastEnds, pasts } from '../../test/random-past.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { readPolicy } from '../policy/read-policy.js';
import { ToldChanges } from './told-changes.js';
import { TrialBook } from './trial-book.js';
import { TrialEvents, trialEvents } from './trial-events.js';
import type { TrialProgress, TrialReport } from './trial-report.js';
import { tryPolicy } from './try-policy.js';

const dayMs = 86_400_000;
const [from, to] = [pastBegins + 100 * dayMs, pastEnds];

const others: readonly Policy[] = [
  defaultPolicy,
  readPolicy({ name: 'short', window: 60, timeZone: 'Pacific/Auckland', publication: { valueStep: 5 } }),
  readPolicy({
    name: 'alert',
    silence: { overdueBelow: 0.4, veryOverdueBelow: 0.3 },
    churn: { bands: { watch: 5, high: 10, critical: 20 } },
  }),
];

/** A trial over events that were all recorded after it was over, in this order. */
async function trialOf(
  recorded: readonly EventToAppend[],
  candidate: Policy,
  more: { policy?: Policy; limit?: number; signal?: AbortSignal; onProgress?: (progress: TrialProgress) => void } = {},
): Promise<TrialReport> {
  const { policy = defaultPolicy, limit = 50, ...settings } = more;
  const folder = await temporaryFolder();
  const log = await openEventLog({ folder: folder.path, clock: manualClock(pastEnds + dayMs) });
  const scratch = await openScratchStore(folder.path);
  try {
    for (const event of recorded) await log.append([event]);
    const trial = { candidate, from, to, cutoffsEveryDays: 30, limit };
    return await tryPolicy({ log, policy, scratch: scratch.store, ...settings }, trial);
  } finally {
    await scratch.dispose();
    await log.close();
    await folder.dispose();
  }
}

/** What a book under these rules tells and comes to that is told of everything the moment it happens. */
async function liveUnder(policy: Policy, recorded: readonly EventToAppend[], cutoffsAt: readonly number[]) {
  const book = await BookUnderTest.open({ start: '1970-01-01T00:00:00Z' });
  await book.arrive(policyActivated({ ...policy, at: '1970-01-01T00:00:00.000Z' }));
  const moments = [...cutoffsAt];
  const measure = async () => {
    const moment = moments.shift()!;
    if ((await book.views.count()) === 0) return;
    // A log records one thing after the other, never two in one moment: those who are due come first.
    book.clock.set(moment - 1_000);
    await book.book.wake(book.clock());
    book.clock.set(moment);
    await book.measure();
    if (book.book.eras.lastEpoch?.number === 1) before = (await book.changes()).length;
  };
  let before = 0;
  for (const event of [...recorded].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))) {
    while (moments.length > 0 && Date.parse(event.time) >= moments[0]!) await measure();
    book.clock.set(event.time);
    await book.arrive(event);
  }
  while (moments.length > 0) await measure();
  const told = new ToldChanges();
  told.add((await book.log.read({ topics: ['scores'], limit: 100_000 })).events.slice(before));
  const standings = Object.fromEntries(
    Object.entries(await book.bodies()).map(([id, body]) => [id, JSON.parse(body).standing]),
  );
  await book.close();
  return { told, standings };
}

/** The same by a trial's own book. */
async function replayedUnder(policy: Policy, recorded: readonly EventToAppend[], cutoffsAt: readonly number[]) {
  const { store, dispose } = await openScratchStore();
  const events = new TrialEvents(await store.collection(trialEvents));
  await events.add(recorded.map((event) => ({ ...event, recordedat: 'at last', partition: 0, offset: 0 })));
  const book = await TrialBook.open({ store, name: 'one', policy, events });
  await book.replay({ cutoffsAt, onProgress: () => undefined, signal: new AbortController().signal });
  const standings: Record<string, unknown> = {};
  for await (const page of book.views.snapshot()) {
    for (const { id, body } of page) standings[id] = JSON.parse(body).standing;
  }
  await dispose();
  return { told: book.told, standings };
}

describe('what would have been under other rules', () => {
  it('given any past recorded in any order, when it is replayed, then it tells what a book tells that is told of everything when it happens', async () => {
    await fc.assert(
      fc.asyncProperty(pasts, fc.constantFrom(...others), async (past, policy) => {
        const cutoffsAt = [from, from + 90 * dayMs, from + 200 * dayMs, to];
        const [live, replayed] = await Promise.all([
          liveUnder(policy, past, cutoffsAt),
          replayedUnder(policy, past, cutoffsAt),
        ]);
        expect(replayed.standings).toEqual(live.standings);
        expect([...replayed.told.counts].sort()).toEqual([...live.told.counts].sort());
        expect([...replayed.told.warnedAt].sort()).toEqual([...live.told.warnedAt].sort());
        for (const customer of ['a', 'b', 'c', 'd']) expect(replayed.told.isSameOf(customer, live.told)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('given any past, when the rules in force are tried, then nothing would have been different', async () => {
    await fc.assert(
      fc.asyncProperty(pasts, async (past) => {
        const report = await trialOf(past, { ...defaultPolicy, name: 'the same' });
        expect(report).toMatchObject({ equal: true, touched: 0, customersMoved: [], notTried: [] });
        expect(report.standings.candidate).toEqual(report.standings.inForce);
        for (const { inForce, candidate } of report.changes) expect(candidate).toBe(inForce);
      }),
      { numRuns: 10 },
    );
  });

  /** One who bought every ten days and stopped on day 300, and others who go on. */
  const stopped = [...Array(50).keys()].flatMap((n) => {
    const at = new Date(pastBegins + n * 10 * dayMs).toISOString();
    const others = ['b', 'c', 'd'].map((customer) =>
      orderPlaced({ customer, at, orderId: `${customer}${n}`, cents: 900 }),
    );
    return n > 30 ? others : [orderPlaced({ customer: 'a', at, orderId: `a${n}`, cents: 5_000 }), ...others];
  });

  it('given rules that lose patience sooner, when they are tried, then who stopped is warned of earlier, by days', async () => {
    const report = await trialOf(
      stopped,
      readPolicy({ name: 'impatient', silence: { overdueBelow: 0.5, veryOverdueBelow: 0.4 } }),
    );
    expect(report).toMatchObject({
      policy: 'v1',
      candidate: 'impatient',
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      events: stopped.length,
      customers: 4,
      cutoffs: 15,
      equal: false,
      warnings: { earlier: expect.any(Number), later: 0, medianDaysEarlier: expect.any(Number) },
    });
    expect(report.warnings.earlier).toBeGreaterThanOrEqual(1);
    expect(report.warnings.medianDaysEarlier).toBeGreaterThan(0);
  });

  it('given rules that weigh otherwise, when they are tried, then it names who would stand elsewhere, the furthest first, and no more than asked for', async () => {
    const weights = {
      name: 'amount counts',
      criteria: [
        { name: 'recency', weight: 0.1 },
        { name: 'amount', weight: 0.9 },
      ],
    };
    const report = await trialOf(stopped, readPolicy(weights));
    expect(report.moved.value).toBeGreaterThan(0);
    expect(report.customersMoved.length).toBe(Math.max(...Object.values(report.moved)));
    const distances = report.customersMoved.map(({ inForce, candidate }) =>
      Math.abs((inForce.value ?? 0) - (candidate.value ?? 0)),
    );
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
    const short = await trialOf(stopped, readPolicy(weights), { limit: 1 });
    expect(short.customersMoved).toEqual(report.customersMoved.slice(0, 1));
  });

  it('given events after the period, one that somebody left out, and one that cannot be read, when rules are tried, then the first two are not there and the third is counted', async () => {
    const at = (day: number) => new Date(pastBegins + day * dayMs).toISOString();
    const order = (orderId: string, day: number) => orderPlaced({ customer: 'a', at: at(day), orderId, cents: 100 });
    const broken = { ...order('broken', 20), data: '{"line":[]}' };
    const out = { ...orderPlaced({ customer: 'b', at: at(25), orderId: 'out' }), data: '{}' };
    const past = [
      order('first', 10),
      broken,
      out,
      parkedEventSkipped({ customer: 'b', event: out.id }),
      order('later', 500),
    ];
    const report = await trialOf(past, { ...defaultPolicy, name: 'the same' });
    expect(report).toMatchObject({ events: 2, customers: 1, parked: { inForce: 1, candidate: 1 } });
  });

  it('given rules for alerts, calls and cut-offs that differ, when they are tried, then it says that a replay does not go by them', async () => {
    const candidate = { ...defaultPolicy, name: 'calls', epochs: { ...defaultPolicy.epochs, everyHours: 1 } };
    expect((await trialOf(stopped, candidate)).notTried).toEqual(['epochs']);
  });

  it('given nobody, when rules are tried, then there is nothing to tell', async () => {
    expect(await trialOf([], defaultPolicy)).toMatchObject({ events: 0, customers: 0, equal: true, changes: [] });
  });

  it('given somebody who no longer wants to know, when it is under way, then it ends', async () => {
    const gone = new AbortController();
    const phases: string[] = [];
    const trial = trialOf(stopped, defaultPolicy, {
      signal: gone.signal,
      onProgress: ({ phase }) => {
        phases.push(phase);
        if (phase === 'in-force') gone.abort(new Error('gone'));
      },
    });
    await expect(trial).rejects.toThrow('gone');
    expect(phases).not.toContain('candidate');
  });
});
