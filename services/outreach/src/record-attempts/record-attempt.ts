import { Failure } from '@vilfredo/event-sourcing';
import { attemptResults, type ContactAttempted, channels, factId, isDay, type Written, write } from '@vilfredo/events';

/** Who an attempt is told by when it is told here. */
const source = 'calls';
const dayMs = 86_400_000;
const known = ['attemptId', 'channel', 'result', 'agentId', 'callBackAt', 'at'];
const timeWithOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

export interface RecordedAttempt {
  readonly attemptId: string;
  readonly event: Written;
  /** Whether the caller said when it was; else it was now. */
  readonly isDated: boolean;
}

export interface AttemptAnswer {
  readonly attemptId: string;
  readonly outcome: 'accepted' | 'duplicate';
}

/**
 * The event that tells of an attempt. Without an id of the caller's it is known by what it says.
 * @param body `{channel, result, agentId?, callBackAt?, attemptId?, at?}`
 * @param now epoch ms
 * @throws Failure `invalid` naming the wrong field
 */
export function recordAttempt(
  customerId: string,
  body: unknown,
  now: number,
  trace: { readonly correlationid: string; readonly traceparent: string },
): RecordedAttempt {
  const fields = fieldsOf(body);
  const at = timeOf(fields, 'at') ?? now;
  if (at > now + dayMs) throw new Failure('invalid', 'is in the future', { field: 'at' });
  const result = wordOf(fields, 'result', attemptResults);
  const callBackAt = timeOf(fields, 'callBackAt');
  requireFittingCallBack(result, callBackAt, at);
  const channel = wordOf(fields, 'channel', channels);
  const agentId = textOf(fields, 'agentId', 100);
  const time = new Date(at).toISOString();
  const attemptId = textOf(fields, 'attemptId', 300) ?? factId(customerId, time, channel, result, agentId ?? '');
  const payload: ContactAttempted = {
    source,
    attemptId,
    channel,
    result,
    ...(agentId === undefined ? {} : { agentId }),
    ...(callBackAt === undefined ? {} : { callBackAt: new Date(callBackAt).toISOString() }),
  };
  const id = factId(source, 'attempt', attemptId);
  return {
    attemptId,
    event: write('ContactAttempted', { id, subject: customerId, time, ...trace }, payload),
    isDated: fields.at != null,
  };
}

function requireFittingCallBack(result: string, callBackAt: number | undefined, at: number): void {
  if (callBackAt === undefined) return;
  const refuse = (reason: string) => new Failure('invalid', reason, { field: 'callBackAt' });
  if (result !== 'call-back') throw refuse('is only for the result call-back');
  if (callBackAt <= at) throw refuse('must be after the attempt');
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Failure('invalid', 'the body must be an object such as {"channel":"phone","result":"reached"}');
  }
  const foreign = Object.keys(body).find((name) => !known.includes(name));
  if (foreign !== undefined) throw new Failure('invalid', 'is not known', { field: foreign.slice(0, 100) });
  return body as Fields;
}

function wordOf<Word extends string>(fields: Fields, field: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === fields[field]);
  if (word === undefined) throw new Failure('invalid', `must be one of ${words.join(', ')}`, { field });
  return word;
}

function textOf(fields: Fields, field: string, longest: number): string | undefined {
  const text = fields[field] ?? undefined;
  if (text === undefined) return undefined;
  if (typeof text !== 'string' || text.trim() === '' || text.length > longest || !text.isWellFormed()) {
    throw new Failure('invalid', `must be text of 1 to ${longest} characters`, { field });
  }
  return text;
}

/** Epoch ms. */
function timeOf(fields: Fields, field: string): number | undefined {
  const text = fields[field] ?? undefined;
  if (text === undefined) return undefined;
  const at =
    typeof text === 'string' && timeWithOffset.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new Failure('invalid', 'must be a time with offset such as 2026-03-01T09:00:00Z', { field });
  }
  return at;
}
