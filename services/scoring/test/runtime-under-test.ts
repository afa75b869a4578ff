import { openEventLog, openViewStore } from '@vilfredo/embedded';
import type { EventLog } from '@vilfredo/event-sourcing';
import { type ManualClock, manualClock, orderPlaced, temporaryFolder } from '@vilfredo/testing';
import { ScoringRuntime } from '../src/score-customers/scoring-runtime.js';

export interface RuntimeUnderTest {
  readonly runtime: ScoringRuntime;
  /** As it is, whatever scoring sees of it. */
  readonly log: EventLog;
  readonly clock: ManualClock;
  dispose(): Promise<void>;
}

export interface RuntimeOptions {
  /** What scoring sees of the log. */
  readonly seen?: (log: EventLog) => EventLog;
  readonly tickMs?: number;
}

/** Scoring at work over a folder of its own, settled after the order of one customer, `early`. */
export async function settledRuntime(options: RuntimeOptions = {}): Promise<RuntimeUnderTest> {
  const { seen = (log) => log, tickMs = 5 } = options;
  const folder = await temporaryFolder();
  const clock = manualClock('2026-03-02T00:00:00Z');
  const log = await openEventLog({ folder: folder.path, clock });
  const store = await openViewStore({ folder: folder.path });
  const runtime = await ScoringRuntime.open({ log: seen(log), store, clock, tickMs });
  const dispose = async () => {
    await runtime.stop();
    await log.close();
    await store.close();
    await folder.dispose();
  };
  await runtime.start();
  await log.append([orderPlaced({ customer: 'early' })]);
  await runtime.settle();
  return { runtime, log, clock, dispose };
}

/** The log with some of its methods told otherwise. */
export function logWith(real: EventLog, told: Partial<EventLog>): EventLog {
  return new Proxy(real, {
    get: (target, name: keyof EventLog) => told[name] ?? target[name].bind(target),
  });
}
