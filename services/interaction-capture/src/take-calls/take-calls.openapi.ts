import { purposes } from '@vilfredo/events';
import { intakeAnswer, intakeProblem, is, json, manyOf, type RouteWords, type Schema } from '@vilfredo/service';
import { callResults } from './call-leg.js';

const leg: Schema = {
  title: 'CallRecord',
  description: 'Or in the columns of its own telephone system, where the settings have a mapping of its source.',
  type: 'object',
  properties: {
    source: is.upTo(100),
    callId: is.text,
    from: is.orNull(is.text),
    to: is.orNull(is.text),
    at: is.text,
    result: { ...is.orNull(is.oneOf(callResults)), default: 'answered' },
    talkSeconds: { type: ['number', 'null'], minimum: 0, default: 0 },
    direction: is.orNull(is.oneOf(['in', 'out', 'internal'])),
    callingAgentId: is.orNull(is.text),
    calledAgentId: is.orNull(is.text),
    customerId: is.orNull(is.text),
    purpose: is.orNull(is.oneOf(purposes)),
    issueId: is.orNull(is.text),
  },
  required: ['source'],
};

export const calling: RouteWords = {
  summary: 'Takes call detail records; those of one call belong into one request.',
  body: manyOf(leg),
  answers: { 202: json(intakeAnswer) },
  problem: intakeProblem,
};
