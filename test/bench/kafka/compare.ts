import { type Figures, figuresOf, type NotMeasured } from '../figures.js';
import { type PeerRun, requireEqualFacts } from '../peers/peer.js';
import { interleaved } from '../rounds.js';
import { median } from '../statistics.js';
import { type OrdersOnKafka, onNullBroker, onRealBroker, type Prepared } from './orders-on-kafka.js';

/** One way of coming from orders on a topic to what they say of customers. */
export type Pass = (source: OrdersOnKafka) => Promise<PeerRun>;

export interface Comparison {
  readonly bench: string;
  readonly ours: Pass;
  readonly peer: Pass;
  readonly atLeast?: number;
  /** What the ratio is of; the clock's time when not given. */
  readonly per?: 'second' | 'cpu-second';
}

export interface ComparisonOptions {
  readonly customers?: number;
  readonly rounds?: number;
  readonly warmUps?: number;
}

type Tell = (text: string) => void;

export async function compareOnNullBroker(
  comparison: Comparison,
  tell: Tell,
  options: ComparisonOptions,
): Promise<Figures> {
  tell('filling a null broker');
  return comparing(comparison, await onNullBroker(sized(options)), tell, options);
}

export async function compareOnRealBroker(
  comparison: Comparison,
  tell: Tell,
  options: ComparisonOptions,
): Promise<Figures | NotMeasured> {
  tell('filling a broker');
  const prepared = await onRealBroker(sized(options));
  if ('skipped' in prepared) return { bench: comparison.bench, why: prepared.skipped };
  return comparing(comparison, prepared, tell, options);
}

function sized({ customers = 4_000 }: ComparisonOptions): { customers: number } {
  return { customers };
}

async function comparing(
  comparison: Comparison,
  { source, release }: Prepared,
  tell: Tell,
  { rounds = 5, warmUps = 1 }: ComparisonOptions,
): Promise<Figures> {
  try {
    const { ours, peer } = comparison;
    const runs = await interleaved({ ours: () => ours(source), peer: () => peer(source) }, { rounds, warmUps, tell });
    return figures(comparison, source.events, runs);
  } finally {
    await release();
  }
}

/** @throws Failure `bug` when the two did not come to the same facts */
export function figures(
  { bench, atLeast, per = 'second' }: Pick<Comparison, 'bench' | 'atLeast' | 'per'>,
  events: number,
  runs: readonly { readonly ours: PeerRun; readonly peer: PeerRun }[],
): Figures {
  for (const run of runs) requireEqualFacts({ ...run, first: runs[0]!.ours });
  const perSecond = ({ seconds }: PeerRun) => events / seconds;
  const perCpuSecond = ({ cpuSeconds }: PeerRun) => events / cpuSeconds;
  const [rate, other] = per === 'second' ? [perSecond, perCpuSecond] : [perCpuSecond, perSecond];
  const otherName = per === 'second' ? 'cpu_s' : 's';
  return {
    bench,
    ...figuresOf(runs.map(({ ours, peer }) => ({ ours: rate(ours), peer: rate(peer) }))),
    unit: per === 'second' ? 'events/s' : 'events/cpu-s',
    ...(atLeast === undefined ? {} : { target: { atLeast } }),
    more: {
      events,
      [`ours_per_${otherName}`]: median(runs.map(({ ours }) => other(ours))),
      [`peer_per_${otherName}`]: median(runs.map(({ peer }) => other(peer))),
      sha256: runs[0]!.ours.facts?.slice(0, 12) ?? '',
    },
  };
}
