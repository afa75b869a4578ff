import type { StoredEvent } from '@vilfredo/event-sourcing';
import type { KafkaMessage } from 'kafkajs';
import { crc32c } from '../../null-broker/crc32c.js';
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

/** The events as records of so many partitions, each subject in one of them, in order. */
export function inPartitions(events: readonly StoredEvent[], partitions: number): BrokerRecord[][] {
  const records: BrokerRecord[][] = Array.from({ length: partitions }, () => []);
  for (const event of events) records[crc32c(Buffer.from(event.subject)) % partitions]!.push(recordOf(event));
  return records;
}

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
