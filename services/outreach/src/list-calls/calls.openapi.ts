import { activityStates, attemptResults, stages } from '@vilfredo/events';
import { is, json, paged, type RouteWords } from '@vilfredo/service';
import { holdKinds } from '../plan-calls/call-holds.js';
import { type CallReason, reasonKinds } from '../plan-calls/call-reasons.js';
import type { ExplainedCall, ListedCall, ListedRecall, ShownHold, ShownRecall } from './listed-call.js';

const tier = is.oneOf(['top', 'core']);

const reason = is.shape<CallReason>('CallReason', {
  kind: is.oneOf(reasonKinds),
  text: is.text,
  need: is.share,
  causes: is.causes,
});

const hold = is.shape<ShownHold>('CallHold', {
  kind: is.oneOf(holdKinds),
  text: is.text,
  until: is.orNull(is.time),
  causes: is.causes,
});

const recall = is.shape<ShownRecall>('Recall', {
  product: is.text,
  stage: is.oneOf(stages),
  probability: is.share,
  spend: is.orNull(is.number),
  worth: is.number,
  since: is.time,
  causes: is.causes,
});

const callFields: is.Fields<ListedCall> = {
  customerId: is.text,
  priority: is.score,
  value: is.score,
  valueFrom: is.oneOf(['score', 'qualification', 'unknown']),
  need: is.share,
  tier: is.orNull(tier),
  state: is.orNull(is.oneOf(activityStates)),
  ownerId: is.orNull(is.text),
  callBy: is.orNull(is.time),
  callBackAt: is.orNull(is.time),
  suggestedAction: is.orNull(is.text),
  reasons: is.says('The deciding one first.', is.list(reason)),
  attempts: is.count,
  lastAttempt: is.orNull(
    is.object<NonNullable<ListedCall['lastAttempt']>>({
      at: is.time,
      result: is.oneOf(attemptResults),
      agentId: is.orNull(is.text),
    }),
  ),
};

const explained = is.shape<ExplainedCall & { position: number | null }>('ExplainedCall', {
  ...callFields,
  onList: is.flag,
  valueCauses: is.causes,
  holds: is.list(hold),
  changesAt: is.orNull(is.time),
  recalls: is.list(recall),
  position: is.says('On the list, from 1; null off it.', is.orNull(is.count)),
});

const listedRecall = is.shape<ListedRecall>('ListedRecall', {
  customerId: is.text,
  worth: is.number,
  tier: is.orNull(tier),
  ownerId: is.orNull(is.text),
  products: is.list(recall),
  hold: is.orNull(hold),
});

export const listing: RouteWords = {
  summary: 'Whom to call next, the most valuable and most needy first.',
  query: {
    agent: is.says('Whose customers.', is.upTo(100)),
    unowned: { ...is.says('Those whom nobody owns too; they alone without `agent`.', is.flag), default: false },
    ...paged(),
  },
  answers: { 200: json(is.pageOf(is.shape<ListedCall>('Call', callFields))) },
};
export const single: RouteWords = {
  summary: 'Where one customer stands on the list, or why they are not on it.',
  answers: { 200: json(explained) },
  problems: [404],
};
export const recalling: RouteWords = {
  summary: 'Who asked about a product and has not bought it, the most to be expected first.',
  query: paged(),
  answers: { 200: json(is.pageOf(listedRecall)) },
};
