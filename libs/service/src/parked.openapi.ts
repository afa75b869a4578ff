import { bodyOf, json, paged, type RouteWords } from './describe-route.js';
import type { parkedAnswer, parkedSummary } from './parked-answer.js';
import { anything, count, flag, list, object, orNull, pageOf, shape, text, time, upTo } from './schema-words.js';

type Summary = ReturnType<typeof parkedSummary>;

const fields = { key: text, cause: orNull(anything), since: orNull(time), attempts: count };
const event = shape<ReturnType<typeof parkedAnswer>>('ParkedEvent', {
  id: text,
  type: text,
  version: count,
  topic: text,
  partition: count,
  offset: anything,
  time,
  recordedAt: time,
  characters: count,
  cause: anything,
  parkedAt: time,
  attempts: count,
});

export const parkedList: RouteWords = {
  summary: 'What could not be processed, by key.',
  query: paged(),
  answers: { 200: json(pageOf(shape<Summary>('Parked', { ...fields, events: count }))) },
};

export const parkedShown: RouteWords = {
  summary: 'The events that wait on a key.',
  answers: { 200: json(shape<Summary>('ParkedEvents', { ...fields, events: list(event) })) },
  problems: [404],
};

export const parkedRetry: RouteWords = {
  summary: 'Tries again, in order, until something fails.',
  answers: { 200: json(shape<{ drained: number; empty: boolean }>('Drained', { drained: count, empty: flag })) },
  problems: [404],
};

export const parkedSkip: RouteWords = {
  summary: 'Leaves the event in front out, for ever and on the record; what waits behind it goes on.',
  body: bodyOf(object<{ why: string }>({ why: upTo(500) })),
  answers: { 202: json(shape<{ skipped: string }>('Skipped', { skipped: text })) },
  problems: [404],
};
