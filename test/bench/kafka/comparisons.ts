import { nestServerKafka } from '../peers/nest-server-kafka.js';
import { rawKafkajsFolding, rawKafkajsIdle } from '../peers/raw-kafkajs.js';
import type { Comparison } from './compare.js';
import { folding } from './folding.js';
import { wholePipeline } from './whole-pipeline.js';
import { withoutGuards } from './without-guards.js';

/** What is compared on a broker that is no work, and once more on a real one. */
export const comparisons: readonly (Comparison & { readonly about: string })[] = [
  {
    bench: 'kafka-fold',
    about: 'consume, decode and fold, against raw kafkajs with the same work',
    ours: folding,
    peer: rawKafkajsFolding,
    atLeast: 0.95,
  },
  {
    bench: 'kafka-nest',
    about: 'consume, decode and fold, against stock Nest with the same handler',
    ours: folding,
    peer: nestServerKafka,
    atLeast: 5,
  },
  {
    bench: 'kafka-durable-idle',
    about: 'consume, fold, assess, store and publish, against raw kafkajs doing nothing',
    ours: wholePipeline,
    peer: rawKafkajsIdle,
    atLeast: 0.18,
  },
  {
    bench: 'kafka-durable-fold',
    about: 'consume, fold, assess, store and publish, against raw kafkajs with decode and fold only',
    ours: wholePipeline,
    peer: rawKafkajsFolding,
    atLeast: 0.55,
  },
  {
    bench: 'kafka-guards',
    about: 'the whole pipeline, against the same without guards and outbox',
    ours: wholePipeline,
    peer: withoutGuards,
    atLeast: 0.9,
  },
];
