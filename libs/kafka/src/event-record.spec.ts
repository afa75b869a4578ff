import { anEvent } from '@vilfredo/testing';
import fc from 'fast-check';
import { headersOf, RecordReader, UNREADABLE } from './event-record.js';

const reader = () => new RecordReader('orders', 2);
const timestamp = String(Date.UTC(2026, 2, 1, 10));
const asBytes = (headers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(String(value))]));
const recordOf = (event: ReturnType<typeof anEvent>) => ({
  key: Buffer.from(event.subject),
  value: Buffer.from(event.data),
  headers: asBytes(headersOf(event, 'vilfredo')),
  timestamp,
  offset: '7',
});

describe('events as records', () => {
  it('given an event, when it is written as a record and read, then it is the same, recorded when the broker had it', () => {
    for (const event of [
      anEvent({ subject: 'Zoë' }),
      anEvent({ causationid: 'c', traceparent: '00-1-2-01', version: 3 }),
    ]) {
      const recorded = { recordedat: '2026-03-01T10:00:00.000Z', partition: 2, offset: 7 };
      expect(reader().read(recordOf(event))).toEqual({ ...event, topic: 'orders', ...recorded });
    }
  });

  it('given an event, when it is written, then its headers are those of CloudEvents in binary mode', () => {
    expect(headersOf(anEvent({ id: 'e', correlationid: 'c' }), 'shop')).toEqual({
      ce_specversion: '1.0',
      ce_id: 'e',
      ce_source: 'shop',
      ce_type: 'OrderPlaced',
      ce_time: '2026-03-01T10:00:00.000Z',
      ce_subject: 'customer-1',
      ce_version: '1',
      ce_correlationid: 'c',
      'content-type': 'application/json',
    });
  });

  it('given a record without headers, when it is read, then it is unreadable, of its key, with its data', () => {
    const event = reader().read({
      key: Buffer.from('customer-1'),
      value: Buffer.from('{"a":1}'),
      timestamp,
      offset: '3',
    });

    expect(event).toMatchObject({
      type: UNREADABLE,
      subject: 'customer-1',
      data: '{"a":1}',
      id: 'orders-2-3',
      offset: 3,
    });
  });

  it('given bytes that are no text, when they are read, then they are kept as they are', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00]);

    const event = reader().read({ key: bytes, value: bytes, timestamp, offset: '3' });

    expect(event).toMatchObject({ type: UNREADABLE, subject: 'unreadable', data: JSON.stringify({ base64: '//4A' }) });
  });

  it.each(['ce_id', 'ce_type', 'ce_time', 'ce_version'])(
    'given a record without %s, when it is read, then it is unreadable',
    (name) => {
      const record = recordOf(anEvent());
      delete record.headers[name];

      expect(reader().read(record)).toMatchObject({ type: UNREADABLE, subject: 'customer-1' });
    },
  );

  it.each(['0', 'z', '-1', '1.5', ''])(
    'given a record of version %j, when it is read, then it is unreadable',
    (version) => {
      const record = recordOf(anEvent());
      record.headers.ce_version = Buffer.from(version);

      expect(reader().read(record).type).toBe(UNREADABLE);
    },
  );

  it('given text that holds the replacement character itself, when it is read, then it is text', () => {
    expect(reader().read(recordOf(anEvent({ data: '"\ufffd"' }))).data).toBe('"\ufffd"');
  });

  it('given any record whatever, when it is read, then it becomes an event', () => {
    const bytes = fc.option(fc.uint8Array({ maxLength: 8 }).map((some) => Buffer.from(some)));
    const headers = fc.dictionary(
      fc.constantFrom('ce_id', 'ce_type', 'ce_time', 'ce_version', 'ce_subject'),
      fc.oneof(bytes, fc.string(), fc.constant([Buffer.from('1')])),
    );
    fc.assert(
      fc.property(bytes, bytes, headers, (key, value, some) => {
        const present = Object.fromEntries(Object.entries(some).filter(([, header]) => header !== null));
        const event = reader().read({ key, value, headers: present as never, timestamp, offset: '0' });
        for (const text of [event.id, event.type, event.subject, event.time, event.correlationid]) {
          expect(text.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
