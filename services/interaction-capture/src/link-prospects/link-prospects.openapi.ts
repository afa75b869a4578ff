import { bodyOf, is, json, type RouteWords } from '@vilfredo/service';
import type { LinkedByHand } from './link-by-hand.runner.js';

const linked = is.shape<LinkedByHand>('LinkedProspect', {
  prospectId: is.text,
  customerId: is.text,
  outcome: is.oneOf(['recorded', 'duplicate']),
});

export const linking: RouteWords = {
  summary: 'Says whom a prospect turned out to be.',
  body: bodyOf({ ...is.object<{ customerId: string }>({ customerId: is.upTo(200) }), additionalProperties: false }),
  answers: { 202: json(linked) },
  problems: [409],
};
