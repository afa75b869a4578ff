import { canBuildApplication } from '../../kafka-streams/built-application.js';
import { kafkaStreams, type StreamsSetting } from '../../kafka-streams/kafka-streams.js';
import type { Figures, NotMeasured } from '../figures.js';
import { type ComparisonOptions, compareOnRealBroker } from './compare.js';
import { wholePipeline } from './whole-pipeline.js';

/** A pass that nobody counts comes before the one that does: the process is warm then, as ours is after the first round. */
const passes = 2;
/** Enough events that the virtual machine has compiled what is hot by then. */
const customers = 8_000;

/**
 * The whole pipeline against a Kafka Streams application that decodes and folds, by processor time: the broker's and the
 * garbage collectors' threads take what is left of the clock's.
 */
export async function againstKafkaStreams(
  { bench, setting, atLeast }: { readonly bench: string; readonly setting: StreamsSetting; readonly atLeast: number },
  tell: (text: string) => void,
  options: ComparisonOptions,
): Promise<Figures | NotMeasured> {
  if (!(await canBuildApplication())) return { bench, why: 'needs Java and Maven' };
  return compareOnRealBroker(
    {
      bench,
      ours: wholePipeline,
      peer: async (source) => (await kafkaStreams(source, setting, passes)).at(-1)!,
      atLeast,
      per: 'cpu-second',
    },
    tell,
    { customers, ...options },
  );
}
