import { bodyOf, is, json, type RouteWords } from '@vilfredo/service';
import type { RebuildReport } from './rebuild.js';

const report = is.shape<RebuildReport>('RebuildReport', {
  views: is.count,
  live: is.text,
  rebuilt: is.text,
  equal: is.flag,
  events: is.count,
  seconds: is.number,
  eventsPerSecond: is.number,
  told: is.count,
});

export const rebuilding: RouteWords = {
  summary: 'Folds the log again, and answers when it is done. One at a time.',
  body: bodyOf(
    is.object<{ check?: boolean }>({
      check: is.optional({
        ...is.says('Only compare; otherwise what was rebuilt replaces the live views.', is.flag),
        default: true,
      }),
    }),
    false,
  ),
  answers: { 200: json(report) },
  problems: [409],
};
