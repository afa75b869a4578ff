import type { Clock, EventLog } from '@vilfredo/event-sourcing';
import { OrderAppender } from './append-orders.js';
import type { FieldRefusal } from './intake.js';
import { recordOrder } from './record-orders.js';

/** One record of a batch: what it says, or why it could not be read. Lines count from 1. */
export type BatchRecord =
  | { readonly line: number; readonly value: unknown; readonly unreadable?: undefined }
  | { readonly line: number; readonly value?: undefined; readonly unreadable: string };

/** What became of a batch, in facts. */
export interface BatchAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  /** One entry for every wrong field, the first `mostRefusals` of them. */
  readonly refused: readonly (FieldRefusal & { readonly line: number })[];
  /** How many entries were left out, where any were. */
  readonly refusedBeyond?: number;
}

export interface BatchOptions {
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  /** Ties the events to the request that told them. */
  readonly trace: { readonly correlationid: string; readonly traceparent: string };
  readonly mostRefusals?: number;
}

/**
 * Records every usable fact of a batch, in its order, and answers once the log has them all.
 * @throws Failure `unavailable` when the log refuses: nothing of the batch may be taken as recorded then.
 */
export async function recordBatch(
  records: AsyncIterable<BatchRecord> | Iterable<BatchRecord>,
  { log, clock, trace, mostRefusals = 10_000 }: BatchOptions,
): Promise<BatchAnswer> {
  const count = { appended: 0, duplicate: 0 };
  const refused: (FieldRefusal & { line: number })[] = [];
  let refusedBeyond = 0;
  const refuse = (line: number, field: string, reason: string) => {
    if (refused.length < mostRefusals) refused.push({ line, field, reason });
    else refusedBeyond++;
  };
  const appender = new OrderAppender<number>(log, (outcome, line) => {
    if (outcome === 'conflict') refuse(line, '', 'conflict');
    else count[outcome]++;
  });
  const now = clock();
  for await (const { line, value, unreadable } of records) {
    if (unreadable !== undefined) {
      refuse(line, '', unreadable);
      continue;
    }
    const decision = recordOrder(value, now);
    if (decision.event !== undefined) await appender.add({ ...decision.event, ...trace }, line);
    else for (const { field, reason } of decision.refused) refuse(line, field, reason);
  }
  await appender.flush();
  refused.sort((a, b) => a.line - b.line);
  const answer = { accepted: count.appended, duplicates: count.duplicate, refused };
  return refusedBeyond > 0 ? { ...answer, refusedBeyond } : answer;
}
