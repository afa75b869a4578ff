import type { Cursor, EventLog, ViewStore } from '@vilfredo/event-sourcing';
import { type Policy, skippedEvent } from '@vilfredo/events';
import type { ChangeType } from '../assess-customer/changes.js';
import { governanceUpTo } from '../eras/governance-log.js';
import { customerTopics } from '../score-customers/customer-projection.js';
import { compareBooks } from './compare-books.js';
import { compareWarnings } from './compare-warnings.js';
import { TrialBook } from './trial-book.js';
import { TrialEvents, trialEvents } from './trial-events.js';
import type { Both, TrialProgress, TrialReport } from './trial-report.js';

/** What is to be tried. */
export interface Trial {
  readonly candidate: Policy;
  /** The period, epoch ms: from the first moment to before the last. */
  readonly from: number;
  readonly to: number;
  readonly cutoffsEveryDays: number;
  /** Customers told by name. */
  readonly limit: number;
}

/** What it is tried on. */
export interface TrialSettings {
  readonly log: EventLog;
  /** The policy in force. */
  readonly policy: Policy;
  /** An empty store that nobody else uses. */
  readonly scratch: ViewStore;
  readonly onProgress?: (progress: TrialProgress) => void;
  readonly signal?: AbortSignal;
}

const dayMs = 86_400_000;
const readAtOnce = 1_000;
/** Sections that a replay does not go by: they tell what to do about scores, when to take cut-offs, or how records are taken in. */
const otherSections = ['alerts', 'calls', 'epochs', 'history', 'purposes'] as const;

/**
 * Replays what happened under the policy in force and under another, side by side and beside the live views, and says
 * what would have been different. In both everything is learned of when it happens, each policy holds from the beginning, and
 * cut-offs are taken at the same moments; so nothing but the rules makes a difference.
 * @throws the signal's reason when it is aborted
 */
export async function tryPolicy(settings: TrialSettings, trial: Trial): Promise<TrialReport> {
  const begun = performance.now();
  const { policy, scratch: store, onProgress, signal = new AbortController().signal } = settings;
  const { candidate, from, to, cutoffsEveryDays, limit } = trial;
  const events = await historyUntil(to, { ...settings, signal });
  const cutoffsAt = momentsBetween(from, to, cutoffsEveryDays * dayMs);
  const books = {
    inForce: await TrialBook.open({ store, name: 'in-force', policy, events }),
    candidate: await TrialBook.open({ store, name: 'candidate', policy: candidate, events }),
  };
  for (const [phase, book] of [['in-force', books.inForce] as const, ['candidate', books.candidate] as const]) {
    const tell = (folded: number) => onProgress?.({ phase, events: folded, of: events.count });
    await book.replay({ cutoffsAt, onProgress: tell, signal });
  }
  const { customers, touched, standings, moved, customersMoved } = await compareBooks(books, limit);
  return {
    policy: policy.name,
    candidate: candidate.name,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    cutoffs: cutoffsAt.length,
    events: events.count,
    customers,
    parked: { inForce: books.inForce.parked, candidate: books.candidate.parked },
    equal: touched === 0,
    touched,
    changes: changesTold({ inForce: books.inForce.told.counts, candidate: books.candidate.told.counts }),
    standings,
    moved,
    warnings: compareWarnings({ inForce: books.inForce.told.warnedAt, candidate: books.candidate.told.warnedAt }),
    customersMoved,
    notTried: otherSections.filter((name) => JSON.stringify(policy[name]) !== JSON.stringify(candidate[name])),
    seconds: Math.round(performance.now() - begun) / 1_000,
  };
}

/** What had happened to customers before a moment, without what somebody decided to leave out. */
async function historyUntil(
  to: number,
  { log, scratch, onProgress, signal }: TrialSettings & { readonly signal: AbortSignal },
): Promise<TrialEvents> {
  const through = await log.end();
  const skipped = new Set<string>();
  for await (const event of governanceUpTo(log, undefined, through)) {
    const id = skippedEvent(event);
    if (id !== null) skipped.add(id);
  }
  const history = new TrialEvents(await scratch.collection(trialEvents));
  for (let after: Cursor | undefined; ; ) {
    const between = after === undefined ? { through } : { after, through };
    const { events, cursor } = await log.read({ topics: customerTopics, limit: readAtOnce, ...between });
    if (events.length === 0) return history;
    await history.add(events.filter(({ id, time }) => Date.parse(time) < to && !skipped.has(id)));
    onProgress?.({ phase: 'reading', events: history.count });
    signal.throwIfAborted();
    after = cursor;
  }
}

function momentsBetween(from: number, to: number, apart: number): readonly number[] {
  const moments: number[] = [];
  for (let moment = from; moment < to; moment += apart) moments.push(moment);
  return [...moments, to];
}

function changesTold({ inForce, candidate }: Both<ReadonlyMap<ChangeType, number>>): TrialReport['changes'] {
  const types = [...new Set([...inForce.keys(), ...candidate.keys()])].sort();
  return types.map((type) => ({ type, inForce: inForce.get(type) ?? 0, candidate: candidate.get(type) ?? 0 }));
}
