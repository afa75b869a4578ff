import type { ImportProgress, ImportSummary, RefusedRecord } from '@vilfredo/row-files';
import { bodyOf, json, ndjson, type RouteWords } from './describe-route.js';
import {
  anything,
  count,
  flag,
  named,
  object,
  optional,
  orNull,
  type Schema,
  says,
  shape,
  text,
} from './schema-words.js';

const done = shape<ImportSummary>('ImportSummary', {
  read: count,
  accepted: count,
  duplicates: count,
  refused: count,
  refusedBy: says('By reason.', named(count)),
  facts: says('Several rows may tell one.', object<ImportSummary['facts']>({ accepted: count, duplicates: count })),
});
const lines: readonly Schema[] = [
  object<{ progress: unknown }>({
    progress: object<ImportProgress>({ bytes: count, lines: count, accepted: count }),
  }),
  object<{ refused: unknown }>({
    refused: object<RefusedRecord>({ line: count, field: text, reason: text, record: anything }),
  }),
  object<{ done: unknown }>({ done }),
  object<{ failed: unknown }>({
    failed: object<{ field: unknown; reason: unknown; retryAfter?: unknown }>({
      field: orNull(text),
      reason: text,
      retryAfter: optional(says('In seconds.', count)),
    }),
  }),
];

/** How an import is prepared. @param kind what the file holds */
export function preparing(kind: string): RouteWords {
  const body = object<{ kind: unknown; mapping?: unknown; dryRun?: unknown; asOf?: unknown }>({
    kind: { const: kind },
    mapping: optional(
      says('Which column is what; null stands for NDJSON of intake objects.', { type: ['object', 'null'] }),
    ),
    dryRun: optional({ ...flag, default: false }),
    asOf: optional(says('What is later is left out: a day, or a time of ISO 8601.', orNull(text))),
  });
  return {
    summary: 'Prepares the import of a file.',
    body: bodyOf(body),
    answers: { 201: json(shape<{ id: string }>('PreparedImport', { id: text })) },
  };
}

const bytes = { schema: anything };

/** How the content of a file is taken. */
export const importing: RouteWords = {
  summary: 'Takes the bytes of the file, plain or gzip; answers while they arrive, a line at a time.',
  body: {
    required: true,
    content: Object.fromEntries(
      ['application/octet-stream', 'text/csv', 'application/gzip', 'application/x-ndjson'].map((type) => [type, bytes]),
    ),
  },
  answers: { 200: ndjson({ title: 'ImportLine', anyOf: lines }) },
  problems: [404],
};
