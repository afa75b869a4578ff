import { is, json, type RouteWords } from '@vilfredo/service';
import type { parkedSummary } from './parked-summary.js';

const parked = is.shape<ReturnType<typeof parkedSummary>>('ParkedCustomer', {
  key: is.text,
  events: is.count,
  event: is.orNull(is.object<{ id: string; type: string }>({ id: is.text, type: is.text })),
  cause: is.orNull(is.anything),
  since: is.orNull(is.time),
  attempts: is.count,
});

export const listing: RouteWords = {
  summary: 'Customers whose alerts wait behind an event that could not be processed; a thousand at most.',
  answers: { 200: json(is.pageOf(parked)) },
};
