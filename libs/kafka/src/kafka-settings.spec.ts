import { Failure, type ViewStore } from '@vilfredo/event-sourcing';
import { checkedSettings, type KafkaSettings } from './kafka-settings.js';

const settings: KafkaSettings = {
  brokers: ['kafka:9092'],
  clientId: 'scoring',
  partitions: 12,
  store: {} as ViewStore,
  clock: () => 0,
};

describe('settings of Kafka', () => {
  it('given the least that is needed, when they are checked, then three copies are kept, two of which must be written', () => {
    expect(checkedSettings(settings)).toMatchObject({ replication: 3, minInsyncReplicas: 2 });
    expect(checkedSettings({ ...settings, replication: 1 })).toMatchObject({ minInsyncReplicas: 1 });
  });

  it.each<[string, unknown]>([
    ['acks', { acks: 1 }],
    ['acks', { acks: 'leader' }],
    ['autoCommit', { autoCommit: true }],
    ['brokers', { brokers: [] }],
    ['brokers', { brokers: ['kafka'] }],
    ['clientId', { clientId: '' }],
    ['prefix', { prefix: 'a b' }],
    ['partitions', { partitions: 0 }],
    ['partitions', { partitions: 1.5 }],
    ['replication', { replication: 0 }],
    ['minInsyncReplicas', { replication: 2, minInsyncReplicas: 3 }],
    ['session.heartbeat', { session: { timeout: 1_000, rebalance: 1_000, heartbeat: 900 } }],
    ['topics', { topics: [] }],
    ['topics', { topics: [{ name: 'a/b', keyedBy: 'customer' }] }],
    ['topics.orders.partitions', { topics: [{ name: 'orders', keyedBy: 'customer', partitions: 6 }] }],
    ['topics.governance.partitions', { topics: [{ name: 'governance', keyedBy: 'other', partitions: 0 }] }],
  ])('given what would break a promise, when they are checked, then %s is refused: %j', (field, other) => {
    const check = () => checkedSettings({ ...settings, ...(other as Partial<KafkaSettings>) });

    expect(check).toThrow(Failure);
    expect(check).toThrow(expect.objectContaining({ kind: 'invalid', field }));
  });
});
