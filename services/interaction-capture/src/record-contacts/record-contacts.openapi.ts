import {
  attemptResults,
  automaticKinds,
  channels,
  contactPointKinds,
  cues,
  purposes,
  raterDimensions,
} from '@vilfredo/events';
import { intakeAnswer, intakeProblem, is, json, manyOf, type RouteWords, type Schema } from '@vilfredo/service';

type Fields = Readonly<Record<string, Schema>>;

/**
 * Fields of a record: nothing else may be in it, and what may be absent may be null.
 * @param same what the address says too: it may be absent, and may not be anything else
 */
function record(needed: Fields, other: Fields, same: Fields = {}): Schema {
  const nullable = Object.entries(other).map(([name, schema]) => [name, is.orNull(schema)]);
  const properties = { ...needed, ...Object.fromEntries(nullable), ...same };
  return { type: 'object', properties, required: Object.keys(needed), additionalProperties: false };
}

const onScale = is.between(-1e6, 1e6);
const rating: Schema = {
  title: 'Rating',
  description: 'Either `overall`, or any of the dimensions; on the scale that was asked on.',
  ...record(
    { min: onScale, max: onScale },
    Object.fromEntries(['overall', ...raterDimensions].map((name) => [name, onScale])),
  ),
};
const contactPoint = record({ kind: is.oneOf(contactPointKinds), value: is.upTo(1_000) }, {});
const who = { customerId: is.upTo(200), contactPoint };
const told = { source: is.upTo(100), at: is.time };
const agentId = is.upTo(100);
const remarks = {
  purpose: is.oneOf(purposes),
  agentId,
  issueId: is.upTo(300),
  transferred: is.flag,
  rating,
  signals: { ...is.list(record({ product: is.upTo(100), cue: is.oneOf(cues) }, {})), maxItems: 100 },
  complaint: record({ severity: is.between(1, 3, is.whole) }, {}),
};
const recovered = record({}, { recovered: is.flag });

const interaction = {
  needed: { ...told, interactionId: is.upTo(300), channel: is.oneOf(channels), direction: is.oneOf(['in', 'out']) },
  other: {
    ...who,
    ...remarks,
    durationSeconds: is.between(0, 1e7),
    automatic: is.oneOf(automaticKinds),
    attachments: record({ count: is.between(0, 1e6, is.whole), bytes: is.between(0, 1e12, is.whole) }, {}),
    subject: { type: 'string', maxLength: 1_000 },
    text: { type: 'string', maxLength: 100_000 },
  },
};
const wrapUp = { ...remarks, ...who, resolved: { anyOf: [is.flag, recovered] } };
const laterRating = {
  needed: { ...told, ratingId: is.upTo(300), rating },
  other: { ...who, interactionId: is.upTo(300) },
};
const resolution = { customerId: is.upTo(200), recovered: is.flag };
const attempt = {
  needed: { ...told, attemptId: is.upTo(300), channel: is.oneOf(channels), result: is.oneOf(attemptResults) },
  other: { ...who, agentId, callBackAt: is.time },
};
const ofKind = (kind: string) => ({ kind: { const: kind } });

/** A record where the address says what it is, or where it says so itself. */
const interactionRecord = {
  title: 'Interaction',
  ...record(interaction.needed, { ...interaction.other, ...ofKind('interaction') }),
};
const ratingRecord = {
  title: 'LaterRating',
  ...record(laterRating.needed, laterRating.other, ofKind('rating')),
};
const attemptRecord = { title: 'Attempt', ...record(attempt.needed, attempt.other, ofKind('attempt')) };
const wrapUpRecord = {
  title: 'WrapUp',
  ...record({ ...told, ...ofKind('wrap-up'), interactionId: is.upTo(300) }, wrapUp),
};
const resolutionRecord = {
  title: 'CaseResolution',
  ...record({ ...told, caseId: is.upTo(300), ...resolution }, ofKind('case-resolved')),
};

function taking(summary: string, one: Schema): RouteWords {
  return { summary, body: manyOf(one), answers: { 202: json(intakeAnswer) }, problem: intakeProblem };
}

export const interactions = taking('Takes contacts of every channel, and what else is said of them.', {
  title: 'ContactRecord',
  anyOf: [interactionRecord, ratingRecord, attemptRecord, wrapUpRecord, resolutionRecord],
});
export const ratings = taking('Takes ratings that came later than the contact they are about.', ratingRecord);
export const attempts = taking('Takes attempts to reach customers, and what came of them.', attemptRecord);
export const wrappingUp = taking('Takes what the agent says about a contact when it is over.', {
  title: 'WrapUpOf',
  ...record({ at: told.at }, wrapUp, { ...ofKind('wrap-up'), source: told.source, interactionId: is.upTo(300) }),
});
export const resolving = taking('A case was settled.', {
  title: 'CaseResolutionOf',
  ...record(
    { at: told.at, ...resolution },
    {},
    { ...ofKind('case-resolved'), source: told.source, caseId: is.upTo(300) },
  ),
});
