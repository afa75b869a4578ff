import { attemptResults, channels } from '@vilfredo/events';
import { bodyOf, is, json, type RouteWords } from '@vilfredo/service';
import type { AttemptAnswer } from './record-attempt.js';

interface Given {
  channel: unknown;
  result: unknown;
  agentId?: unknown;
  callBackAt?: unknown;
  attemptId?: unknown;
  at?: unknown;
}

const attempt = {
  ...is.object<Given>({
    channel: is.oneOf(channels),
    result: is.oneOf(attemptResults),
    agentId: is.optional(is.orNull(is.upTo(100))),
    callBackAt: is.optional(is.says('With the result call-back.', is.orNull(is.time))),
    attemptId: is.optional(is.orNull(is.upTo(300))),
    at: is.optional(is.says('Now when absent.', is.orNull(is.time))),
  }),
  title: 'CallAttempt',
  additionalProperties: false,
};

export const attempting: RouteWords = {
  summary: 'Says what came of trying to reach somebody; answered once the log has it.',
  body: bodyOf(attempt),
  answers: {
    202: json(
      is.shape<AttemptAnswer>('AttemptAnswer', { attemptId: is.text, outcome: is.oneOf(['accepted', 'duplicate']) }),
    ),
  },
  problems: [404, 409],
};
