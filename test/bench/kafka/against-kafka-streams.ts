import { canBuildApplication } from '../../kafka-streams/built-application.js';
import { kafkaStreams, type StreamsSetting } from '../../kafka-streams/kafka-streams.js';
import type { Figures, NotMeasured } from '../figures.js';
import { type ComparisonOptions, compareOnRealBroker, type Pass } from './compare.js';

/** A pass that nobody counts comes before the one that does: the process is warm then, as ours is after the first round. */
const passes = 2;
/** Enough events that the virtual machine has compiled what is hot by then. */
const customers = 8_000;

export interface AgainstStreams {
  readonly bench: string;
  readonly setting: StreamsSetting;
  readonly ours: Pass;
  readonly atLeast?: number;
}

/**
 * Against a Kafka Streams application that decodes, folds and keeps the facts, by processor time: the broker's and the
 * garbage collectors' threads take what is left of the clock's.
 */
export async function againstKafkaStreams(
  { setting, ...comparison }: AgainstStreams,
  tell: (text: string) => void,
  options: ComparisonOptions,
): Promise<Figures | NotMeasured> {
  if (!(await canBuildApplication())) return { bench: comparison.bench, why: 'needs Java and Maven' };
  return compareOnRealBroker(
    {
      ...comparison,
      peer: async (source) => (await kafkaStreams(source, setting, passes)).at(-1)!,
      per: 'cpu-second',
    },
    tell,
    { customers, ...options },
  );
}
