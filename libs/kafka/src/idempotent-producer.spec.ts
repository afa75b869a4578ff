import type { ClusterAccess, OpenBroker } from './cluster-access.js';
import { IdempotentProducer, type RecordToSend } from './idempotent-producer.js';
import { TopicNames } from './topic-names.js';

interface Produce {
  readonly producerId: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence: number;
      readonly messages: readonly { value: Buffer }[];
    }[];
  }[];
}

/** Brokers as Kafka's are towards idempotent producers: what comes under a number seen before is acknowledged, not written. */
class Cluster {
  readonly written = new Map<number, string[]>();
  /** What befalls the next requests, one each: nothing, the answer is lost, the request is lost, or an error is final. */
  readonly fates: ('answer lost' | 'request lost' | 'refused' | undefined)[] = [];
  /** Which node leads a partition. */
  leaderOf = (_partition: number): number => 1;
  private readonly seen = new Map<string, { count: number; base: number }>();
  private producers = 0;

  get access(): ClusterAccess {
    const access = {
      perLeader: async (
        places: readonly { partition: number }[],
        ask: (broker: OpenBroker, share: unknown) => Promise<unknown>,
      ) =>
        Promise.all(
          [...Map.groupBy(places, ({ partition }) => this.leaderOf(partition)).values()].map((share) =>
            ask({ produce: (request: Produce) => this.produce(request) } as unknown as OpenBroker, share),
          ),
        ),
      anyBroker: async () => ({ initProducerId: async () => ({ producerId: ++this.producers, producerEpoch: 0 }) }),
      steadily: (work: () => Promise<unknown>) => work(),
      recover: async () => undefined,
      forget: () => undefined,
    };
    return access as unknown as ClusterAccess;
  }

  private async produce({ producerId, topicData }: Produce) {
    const fate = this.fates.shift();
    if (fate === 'refused') throw Object.assign(new Error('refused'), { retriable: false });
    if (fate === 'request lost') throw Object.assign(new Error('request lost'), { retriable: true });
    const topics = topicData.map(({ topic, partitions }) => ({
      topicName: topic,
      partitions: partitions.map(({ partition, firstSequence, messages }) => {
        const name = `${producerId}/${partition}/${firstSequence}`;
        const written = this.written.get(partition) ?? [];
        this.written.set(partition, written);
        const before = this.seen.get(name);
        if (before?.count === messages.length) return { partition, baseOffset: String(before.base) };
        this.seen.set(name, { count: messages.length, base: written.length });
        written.push(...messages.map(({ value }) => value.toString()));
        return { partition, baseOffset: String(written.length - messages.length) };
      }),
    }));
    if (fate === 'answer lost') throw Object.assign(new Error('answer lost'), { retriable: true });
    return { topics };
  }
}

const record = (value: string, partition = 0): RecordToSend => ({
  topic: 'orders',
  partition,
  key: Buffer.from('k'),
  value: Buffer.from(value),
  headers: {},
});
const nothing = async () => undefined;

describe('writing each record once', () => {
  const producerOn = (cluster: Cluster) => new IdempotentProducer(cluster.access, new TopicNames(''), () => undefined);

  it('given sends one after the other, when they are acknowledged, then all is written in order and the ends are told', async () => {
    const cluster = new Cluster();
    const producer = producerOn(cluster);

    expect(await producer.send([record('a'), record('b', 1), record('c')], nothing)).toEqual(
      new Map([
        ['orders-0', 2],
        ['orders-1', 1],
      ]),
    );
    expect(await producer.send([record('d')], nothing)).toEqual(new Map([['orders-0', 3]]));
    expect(cluster.written).toEqual(
      new Map([
        [0, ['a', 'c', 'd']],
        [1, ['b']],
      ]),
    );
  });

  it('given answers and requests that are lost, when the send is tried again, then its records are written once', async () => {
    const cluster = new Cluster();
    cluster.fates.push('answer lost', 'request lost', 'answer lost');

    await producerOn(cluster).send([record('a')], nothing);

    expect(cluster.written.get(0)).toEqual(['a']);
  });

  it('given a send that failed for good after its answer was lost, when other records follow, then they are not taken for it', async () => {
    const cluster = new Cluster();
    const producer = producerOn(cluster);
    cluster.fates.push('answer lost', 'refused');
    await expect(producer.send([record('a')], nothing)).rejects.toMatchObject({ kind: 'unavailable' });

    await producer.send([record('b')], nothing);

    expect(cluster.written.get(0)).toEqual(['a', 'b']);
  });

  it('given two leaders, when one fails and the other’s partition moves to it meanwhile, then nothing is written twice', async () => {
    const cluster = new Cluster();
    cluster.leaderOf = (partition) => partition;
    cluster.fates.push(undefined, 'request lost');

    await producerOn(cluster).send([record('a', 0), record('b', 1)], async () => {
      cluster.leaderOf = () => 1;
    });

    expect(cluster.written.get(0)).toEqual(['a']);
    expect(cluster.written.get(1)).toEqual(['b']);
  });

  it('given a producer that closes, when a send still fails, then it is given up', async () => {
    const cluster = new Cluster();
    const producer = producerOn(cluster);
    cluster.fates.push('request lost', 'request lost', 'request lost');

    await expect(producer.send([record('a')], async () => producer.close())).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
