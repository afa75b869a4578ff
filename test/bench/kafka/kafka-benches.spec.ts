import { findBroker } from '@vilfredo/local-stack';
import { figuresLine } from '../figures.js';
import type { PeerRun } from '../peers/peer.js';
import { rawKafkajsFolding, rawKafkajsIdle } from '../peers/raw-kafkajs.js';
import { compareOnNullBroker, compareOnRealBroker, figures } from './compare.js';
import { comparisons } from './comparisons.js';
import { foldAndStore } from './fold-and-store.js';
import { latencyOnKafka } from './latency-on-kafka.js';
import { onMongo } from './on-mongo.js';
import { poison } from './poison.js';

const quiet = () => undefined;
const tiny = { customers: 20, rounds: 1, warmUps: 0 };

describe('a comparison of passes', () => {
  const run: PeerRun = { seconds: 2, cpuSeconds: 4, facts: 'a' };

  it('is of events a second, or of events a second of processor time, and tells the other too', () => {
    const runs = [{ ours: run, peer: { ...run, seconds: 4, cpuSeconds: 2 } }];
    expect(figuresLine(figures({ bench: 'b' }, 100, runs))).toMatch(
      /ours=50 peer=25 ratio=2\.00 .* unit=events\/s events=100 ours_per_cpu_s=25 peer_per_cpu_s=50 sha256=a$/,
    );
    expect(figuresLine(figures({ bench: 'b', per: 'cpu-second' }, 100, runs))).toMatch(
      /ours=25 peer=50 ratio=0\.50 .* unit=events\/cpu-s events=100 ours_per_s=50 peer_per_s=25 /,
    );
  });

  it('gives no figures where the two, or two rounds, have not come to the same facts', () => {
    const other = { ...run, facts: 'b' };
    expect(() => figures({ bench: 'b' }, 1, [{ ours: run, peer: other }])).toThrow('do not come to the same facts');
    const rounds = [
      { ours: run, peer: run },
      { ours: other, peer: other },
    ];
    expect(() => figures({ bench: 'b' }, 1, rounds)).toThrow('do not come to the same facts');
  });
});

describe('every comparison, on a tiny book', () => {
  it.each(comparisons)('$bench comes to the same facts on both sides', async (comparison) => {
    expect(figuresLine(await compareOnNullBroker(comparison, quiet, tiny))).toMatch(
      /^bench=kafka-\S+ ours=\d+ peer=\d+ ratio=\S+ .* rounds=1 unit=events\/s .* sha256=\w{12}$/,
    );
  });

  it('folds and stores to the same facts as folding alone', async () => {
    const comparison = { bench: 'kafka-store', ours: foldAndStore, peer: rawKafkajsFolding };
    expect(figuresLine(await compareOnNullBroker(comparison, quiet, tiny))).toMatch(
      /^bench=kafka-store .* sha256=\w{12}$/,
    );
  });

  it('measures on a real broker, or says why not', async () => {
    const comparison = { bench: 'peers', ours: rawKafkajsFolding, peer: rawKafkajsIdle };
    const line = figuresLine(await compareOnRealBroker(comparison, quiet, tiny));
    expect(line).toMatch('skipped' in (await findBroker()) ? /^bench=peers not measured: / : /^bench=peers ours=\d+ /);
  }, 180_000);
});

describe('what else is measured on Kafka, on a tiny book', () => {
  it('shows that an event that cannot be read delays ours little, and stock Nest beyond the bound', async () => {
    expect(figuresLine(await poison(quiet, { rounds: 1, boundSeconds: 5 }))).toMatch(
      /^bench=kafka-poison ours=\S+ peer=5000 .* peer_stuck=1\/1 /,
    );
  });

  it('times orders from when they are due to their changes, or says why not', async () => {
    const load = { customers: 20, seconds: 1, warmUpSeconds: 0, atOnce: 5, restMs: 200 };
    const lines = (await latencyOnKafka(quiet, load)).map(figuresLine);
    expect(lines.at(-1)).toMatch(/^bench=kafka-latency (ours=\S+ peer=100 .* most_per_s=|not measured: )/);
  }, 180_000);

  it('measures the database beside the embedded store, or says why not', async () => {
    expect(figuresLine(await onMongo(quiet, tiny))).toMatch(/^bench=kafka-mongo (ours=.* database=|not measured: )/);
  }, 180_000);
});
