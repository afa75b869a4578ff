import { json, type RouteWords } from './describe-route.js';
import type { LoopHealth } from './liveness.js';
import { count, flag, list, object, oneOf, type Schema, text } from './schema-words.js';

const loop = object<LoopHealth>({ loop: text, silentMs: count, stalled: flag });

export const liveness = probe(
  'Whether every loop goes round.',
  (words) =>
    object<{ status: string; stalled: unknown; loops: unknown }>({
      status: oneOf(words),
      stalled: list(text),
      loops: list(loop),
    }),
  ['live', 'stalled'],
);
export const readiness = probe(
  'Whether requests may be sent here.',
  (words) => object<{ status: string; missing: unknown }>({ status: oneOf(words), missing: list(text) }),
  ['ready', 'not ready'],
);
export const startup = probe(
  'Whether start-up work is over.',
  (words) => object<{ status: string }>({ status: oneOf(words) }),
  ['started', 'starting'],
);

/** A question that is answered 200 for yes and 503 for no, with why. */
function probe(
  summary: string,
  answer: (words: readonly string[]) => Schema,
  [yes, no]: readonly [string, string],
): RouteWords {
  return { summary, answers: { 200: json(answer([yes])), 503: json(answer([no])) } };
}
