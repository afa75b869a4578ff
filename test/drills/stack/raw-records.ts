import { Kafka, logLevel } from 'kafkajs';

/** Records that no adapter of ours would write, for a customer's partition. */
const raw: Readonly<
  Record<string, (subject: string, id: string) => { value: Buffer | null; headers: Record<string, string | Buffer> }>
> = {
  withoutHeaders: () => ({ value: Buffer.from('{"orderId":"r"}'), headers: {} }),
  withoutValue: (subject, id) => ({ value: null, headers: headersOf(subject, id) }),
  noText: (subject, id) => ({ value: Buffer.from([0xff, 0xfe, 0x00, 0x80]), headers: headersOf(subject, id) }),
  wrongHeaders: (subject, id) => ({
    value: Buffer.from('{}'),
    headers: { ...headersOf(subject, id), ce_version: 'two', ce_time: Buffer.from([0xff]) },
  }),
};

export const rawRecordKinds = Object.keys(raw);

/** Writes one of them onto the topic of orders. @returns the id under which the log will tell of it */
export async function produceRaw(brokers: string, kind: string, subject: string, id: string): Promise<string> {
  const producer = new Kafka({ clientId: 'drill', brokers: brokers.split(','), logLevel: logLevel.NOTHING }).producer({
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  try {
    const record = raw[kind]!(subject, id);
    const [written] = await producer.send({ topic: 'orders', messages: [{ key: subject, ...record }] });
    return record.headers.ce_id === undefined ? `orders-${written?.partition}-${written?.baseOffset}` : id;
  } finally {
    await producer.disconnect();
  }
}

function headersOf(subject: string, id: string): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: 'rogue',
    ce_type: 'OrderPlaced',
    ce_time: '2026-01-05T10:00:00.000Z',
    ce_subject: subject,
    ce_version: '2',
    ce_correlationid: id,
  };
}
