import { is, json, ndjson, problem, type RouteWords, type Schema } from '@vilfredo/service';

/** Answers of long work: the report, or what it says on the way for whoever accepts NDJSON. */
export function answersOf(report: Schema, progress: Schema): RouteWords['answers'] {
  const lines = [
    is.object<{ progress: unknown }>({ progress }),
    is.object<{ report: unknown }>({ report }),
    is.object<{ error: unknown }>({ error: problem }),
  ];
  return { 200: { ...json(report), ...ndjson({ anyOf: lines }) } };
}
