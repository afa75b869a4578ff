import type { ObjectLine } from '@vilfredo/row-files';
import { isRefusal } from '../import-contacts/contact-columns.js';
import { HandOver } from '../import-contacts/hand-over.js';
import type { ContactIntake, ContactOutcome, IntakeTrace } from '../record-contacts/contact-intake.js';
import { CallWindow, type GatheredCall } from './call-window.js';
import { decideCall } from './decide-call.js';
import type { ReadCall } from './read-call.js';

/** What became of call detail records, in records. */
export interface CallsAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  /** One entry for every wrong field, the first `mostRefusals` of them. */
  readonly refused: readonly { readonly line: number; readonly field: string; readonly reason: string }[];
  /** How many entries were left out, where any were. */
  readonly refusedBeyond?: number;
}

export interface CallsOptions {
  readonly intake: ContactIntake;
  /** See `callReader`. */
  readonly read: (value: unknown) => ReadCall | { readonly field: string; readonly reason: string };
  /** Ties the events to the request that told them. */
  readonly trace?: IntakeTrace;
  readonly mostRefusals?: number;
}

interface TiedLeg {
  readonly line: number;
  readonly call: ReadCall;
}

/**
 * Takes call detail records, brings the legs of a call together and answers once the log has every usable call.
 * @throws Failure `unavailable` when the log refuses: nothing may be taken as recorded then, and all may be sent again
 */
export async function takeCalls(
  records: AsyncIterable<ObjectLine> | Iterable<ObjectLine>,
  { intake, read, trace, mostRefusals = 10_000 }: CallsOptions,
): Promise<CallsAnswer> {
  const count = { recorded: 0, duplicate: 0 };
  const refused: { line: number; field: string; reason: string }[] = [];
  let refusedBeyond = 0;
  const refuse = (line: number, field: string, reason: string) => {
    if (refused.length < mostRefusals) refused.push({ line, field, reason });
    else refusedBeyond++;
  };
  const settle = (outcome: ContactOutcome, lines: readonly number[]) => {
    if ('outcome' in outcome) count[outcome.outcome] += lines.length;
    else for (const line of lines) for (const { field, reason } of outcome.refused) refuse(line, field, reason);
  };
  const handOver = new HandOver<readonly number[]>(intake, settle, trace);
  const tell = async ({ legs, tied }: GatheredCall<TiedLeg>) => {
    const { source, isOwn } = (tied[0] as TiedLeg).call;
    const record = decideCall(legs, source, isOwn);
    const lines = tied.map(({ line }) => line);
    if (isRefusal(record)) for (const line of lines) refuse(line, record.field, record.reason);
    else await handOver.add(record, lines);
  };
  const window = new CallWindow<TiedLeg>();
  for await (const { line, value, unreadable } of records) {
    if (unreadable !== undefined) {
      refuse(line, '', unreadable);
      continue;
    }
    const call = read(value);
    if ('reason' in call) {
      refuse(line, call.field, call.reason);
      continue;
    }
    const done = window.add(`${call.source} ${call.leg.callId}`, call.leg, { line, call });
    if (done !== undefined) await tell(done);
  }
  for (const call of window.rest()) await tell(call);
  await handOver.flush();
  refused.sort((one, other) => one.line - other.line);
  const answer = { accepted: count.recorded, duplicates: count.duplicate, refused };
  return refusedBeyond > 0 ? { ...answer, refusedBeyond } : answer;
}
