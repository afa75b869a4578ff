import { catalogue, wholeSchema } from '@vilfredo/events';
import { eventStream, is, json, ndjson, type RouteWords, type Schema } from '@vilfredo/service';
import type { ChangeType } from '../assess-customer/changes.js';
import {
  abc,
  band,
  evidence,
  satisfactionClass,
  silenceState,
  stage,
  state,
  status,
  tier,
} from '../customers/customer-view.openapi.js';
import type { CurrentScore } from './current-score.js';
import type { FeedPage } from './score-feed.js';

const types = Object.keys({
  ValueChanged: 0,
  TierChanged: 0,
  ActivityChanged: 0,
  ChurnRiskChanged: 0,
  SatisfactionClassChanged: 0,
  SilenceDetected: 0,
  StageChanged: 0,
  QualificationChanged: 0,
} satisfies Record<ChangeType, 0>) as ChangeType[];

/** A change as subscribers read it: who and when, and what the event of its type says. */
function changeOf(type: ChangeType): Schema {
  const { title, properties, required } = wholeSchema(catalogue[type].versions.at(-1)!) as {
    title: string;
    properties: object;
    required: readonly string[];
  };
  const about = { id: is.text, type: { const: type }, customerId: is.text, at: is.time };
  return {
    title,
    type: 'object',
    properties: { ...about, ...properties },
    required: [...Object.keys(about), ...required],
  };
}

export const feedItem: Schema = { title: 'ScoreChange', oneOf: types.map(changeOf) };

const after = is.says('The cursor after which to go on; the first change when absent.', is.text);

const currentScore = is.shape<CurrentScore>('CurrentScore', {
  customerId: is.text,
  seq: is.count,
  asOf: is.orNull(is.time),
  state: is.orNull(state),
  value: is.orNull(is.score),
  tier: is.orNull(tier),
  abc: is.orNull(abc),
  rfm: is.orNull(is.text),
  risk: is.orNull(is.score),
  band: is.orNull(band),
  silence: is.orNull(silenceState),
  class: is.orNull(satisfactionClass),
  status,
  evidence,
  flags: is.list(is.text),
  qualification: is.orNull(is.score),
  stages: is.list(is.object<CurrentScore['stages'][number]>({ product: is.text, stage, recall: is.flag })),
  policy: is.text,
  model: is.text,
  epoch: is.count,
});

export const changes: RouteWords = {
  summary: 'The changes of scores, in the order in which they were published.',
  query: { after, limit: { ...is.between(1, 10_000, is.whole), default: 100 } },
  answers: { 200: json(is.object<FeedPage>({ items: is.list(feedItem), next: is.text })) },
};

export const stream: RouteWords = {
  summary: 'The same as server-sent events, for as long as the subscriber stays.',
  query: { after },
  headers: { 'Last-Event-ID': is.says('Where to resume; counts before `after`.', is.text) },
  answers: { 200: eventStream(feedItem) },
};

export const snapshot: RouteWords = {
  summary: 'Every current score; the last line is the cursor to go on from.',
  answers: { 200: ndjson({ anyOf: [currentScore, is.object<{ cursor: string }>({ cursor: is.text })] }) },
};
