import type { StoredEvent } from '@vilfredo/event-sourcing';
import kafkajs, { type KafkaMessage } from 'kafkajs';
import type { BrokerRecord } from '../../null-broker/record-batch.js';

/** An event as a record: CloudEvents 1.0 in binary mode. */
export function recordOf(event: StoredEvent): BrokerRecord {
  return {
    key: event.subject,
    value: event.data,
    timestamp: Date.parse(event.recordedat),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: 'vilfredo',
      ce_type: event.type,
      ce_time: event.time,
      ce_subject: event.subject,
      'content-type': 'application/json',
      ce_version: String(event.version),
      ce_correlationid: event.correlationid,
    },
  };
}

/** The events as records of so many partitions, each subject in the one that Kafka's own clients give it, in order. */
export function inPartitions(events: readonly StoredEvent[], partitions: number): BrokerRecord[][] {
  const records: BrokerRecord[][] = Array.from({ length: partitions }, () => []);
  const partitionOf = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = records.map((_, partitionId) => ({ partitionId, leader: 0, ...noMetadata }));
  for (const event of events) {
    const message = { key: event.subject, value: null };
    records[partitionOf({ topic: event.topic, partitionMetadata, message })]!.push(recordOf(event));
  }
  return records;
}

const noMetadata = { partitionErrorCode: 0, replicas: [], isr: [] };

/** The event of a message, decoded by hand: what somebody would write who trusts what is on the topic. */
export function eventOf(
  { key, value, headers = {}, timestamp, offset }: KafkaMessage,
  topic: string,
  partition: number,
): StoredEvent {
  return {
    topic,
    partition,
    offset: Number(offset),
    subject: String(key),
    data: String(value),
    id: String(headers.ce_id),
    type: String(headers.ce_type),
    version: Number(headers.ce_version),
    time: String(headers.ce_time),
    correlationid: String(headers.ce_correlationid),
    recordedat: isoOf(timestamp),
  };
}

let last = { timestamp: '', iso: '' };

/** Neighbours share their time of recording. */
function isoOf(timestamp: string): string {
  if (timestamp !== last.timestamp) last = { timestamp, iso: new Date(Number(timestamp)).toISOString() };
  return last.iso;
}
