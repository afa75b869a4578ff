import { isUtf8 } from 'node:buffer';
import type { EventToAppend, StoredEvent } from '@vilfredo/event-sourcing';
import type { IHeaders } from 'kafkajs';

/** What kafkajs hands out and takes of one record, as far as we look at it. */
export interface ReadRecord {
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IHeaders | undefined;
  /** Epoch milliseconds: the broker's own, as topics are made with LogAppendTime. */
  readonly timestamp: string;
  readonly offset: string;
}

/** The type given to records that are no event of ours. No consumer knows it, so it is parked with its subject. */
export const UNREADABLE = 'Unreadable';

/** An event's CloudEvents attributes as headers (binary mode of the Kafka protocol binding). */
export function headersOf(event: EventToAppend, source: string): IHeaders {
  return {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: source,
    ce_type: event.type,
    ce_time: event.time,
    ce_subject: event.subject,
    'content-type': 'application/json',
    ce_version: String(event.version),
    ce_correlationid: event.correlationid,
    ...(event.causationid === undefined ? undefined : { ce_causationid: event.causationid }),
    ...(event.traceparent === undefined ? undefined : { ce_traceparent: event.traceparent }),
  };
}

/** Turns the records of one partition into events. Never throws: what others produced is handed on as unreadable. */
export class RecordReader {
  private timestamp = '';
  private recordedat = '';

  constructor(
    private readonly topic: string,
    private readonly partition: number,
  ) {}

  read(record: ReadRecord): StoredEvent {
    const { headers = {} } = record;
    const id = text(headers.ce_id);
    const type = text(headers.ce_type);
    const time = text(headers.ce_time);
    const version = wholeNumber(headers.ce_version);
    const subject = text(headers.ce_subject ?? record.key ?? undefined);
    const data = text(record.value ?? undefined);
    if (!id || !type || !time || !subject || data === undefined || version < 1 || !startsAsTime(time)) {
      return this.unreadable(record, { id, time, subject, data });
    }
    const event: { -readonly [Name in keyof StoredEvent]: StoredEvent[Name] } = {
      topic: this.topic,
      subject,
      id,
      type,
      version,
      time,
      correlationid: text(headers.ce_correlationid) || id,
      data,
      recordedat: this.timeOf(record.timestamp),
      partition: this.partition,
      offset: Number(record.offset),
    };
    if (headers.ce_causationid !== undefined) event.causationid = text(headers.ce_causationid) ?? '';
    if (headers.ce_traceparent !== undefined) event.traceparent = text(headers.ce_traceparent) ?? '';
    return event;
  }

  /** With what is there of it. */
  private unreadable(
    { offset, timestamp, value }: ReadRecord,
    { id, time, subject, data }: Readonly<Record<'id' | 'time' | 'subject' | 'data', string | undefined>>,
  ): StoredEvent {
    const place = `${this.topic}-${this.partition}-${offset}`;
    const recordedat = this.timeOf(timestamp);
    return {
      topic: this.topic,
      subject: subject || 'unreadable',
      id: id || place,
      type: UNREADABLE,
      version: 1,
      time: time && startsAsTime(time) ? time : recordedat,
      correlationid: id || place,
      data: data ?? JSON.stringify({ base64: value?.toString('base64') ?? null }),
      recordedat,
      partition: this.partition,
      offset: Number(offset),
    };
  }

  /** The records of one append share their time: it is put into words once. */
  private timeOf(timestamp: string): string {
    if (timestamp !== this.timestamp) {
      this.timestamp = timestamp;
      this.recordedat = new Date(Math.max(0, Number(timestamp) || 0)).toISOString();
    }
    return this.recordedat;
  }
}

/** Undefined when there is nothing, or bytes that are no text. */
function text(value: IHeaders[string]): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  if (Array.isArray(value)) return text(value[0]);
  const decoded = value.toString('utf8');
  return decoded.includes('\ufffd') && !isUtf8(value) ? undefined : decoded;
}

/** 0 when it is none. */
function wholeNumber(value: IHeaders[string]): number {
  const digit = Buffer.isBuffer(value) && value.length === 1 ? value[0]! - 48 : -1;
  const number = digit >= 0 && digit <= 9 ? digit : Number(text(value));
  return Number.isSafeInteger(number) ? number : 0;
}

/** Whether it may be one: consumers look closer. */
function startsAsTime(time: string): boolean {
  return time.length >= 16 && time[4] === '-' && time[10] === 'T' && time[13] === ':';
}
