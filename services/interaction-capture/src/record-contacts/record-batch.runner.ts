import type { ObjectLine } from '@vilfredo/row-files';
import type { ContactIntake, ContactOutcome, FieldRefusal, IntakeTrace } from './contact-intake.js';

/** What became of a batch, in records. */
export interface BatchAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  /** One entry for every wrong field, the first `mostRefusals` of them. */
  readonly refused: readonly (FieldRefusal & { readonly line: number })[];
  /** How many entries were left out, where any were. */
  readonly refusedBeyond?: number;
}

export interface BatchOptions {
  readonly intake: ContactIntake;
  readonly trace: IntakeTrace;
  readonly mostRefusals?: number;
}

const mostRecords = 500;

/**
 * Records every usable contact of a batch, in its order, and answers once the log has them all.
 * @throws Failure `unavailable` when the log refuses: nothing of the batch may be taken as recorded then
 */
export async function recordBatch(
  records: AsyncIterable<ObjectLine> | Iterable<ObjectLine>,
  { intake, trace, mostRefusals = 10_000 }: BatchOptions,
): Promise<BatchAnswer> {
  const count = { recorded: 0, duplicate: 0 };
  const refused: (FieldRefusal & { line: number })[] = [];
  let refusedBeyond = 0;
  const refuse = (line: number, { field, reason }: FieldRefusal) => {
    if (refused.length < mostRefusals) refused.push({ line, field, reason });
    else refusedBeyond++;
  };
  const settle = (line: number, outcome: ContactOutcome) => {
    if ('outcome' in outcome) count[outcome.outcome]++;
    else for (const one of outcome.refused) refuse(line, one);
  };
  let portion: { readonly line: number; readonly value: unknown }[] = [];
  const flush = async () => {
    const [handed, values] = [portion, portion.map(({ value }) => value)];
    portion = [];
    const outcomes = await intake.record(values, trace);
    for (const [i, { line }] of handed.entries()) settle(line, outcomes[i]!);
  };
  for await (const { line, value, unreadable } of records) {
    if (unreadable !== undefined) refuse(line, { field: '', reason: unreadable });
    else if (portion.push({ line, value }) >= mostRecords) await flush();
  }
  await flush();
  refused.sort((a, b) => a.line - b.line);
  const answer = { accepted: count.recorded, duplicates: count.duplicate, refused };
  return refusedBeyond > 0 ? { ...answer, refusedBeyond } : answer;
}
