import { catalogue, type EventType, read, violations } from '@vilfredo/events';
import { checksums, recordedChecksums, recordedEvents } from './recorded.js';

const versionsThereAre = Object.entries(catalogue).flatMap(([type, { versions }]) =>
  versions.map((_, i) => `${type}.v${i + 1}.json`),
);

describe('recorded events', () => {
  it('hold one of every version of every event', () => {
    expect(recordedEvents.map(({ file }) => file)).toEqual(versionsThereAre.sort());
  });

  it('are never edited: a new version is recorded beside the old ones', () => {
    expect(checksums()).toEqual(recordedChecksums());
  });

  it.each(recordedEvents)('$file is told in full', (event) => {
    expect(event.file).toBe(`${event.type}.v${event.version}.json`);
    expect(event.topic).toBe(catalogue[event.type].topic);
    expect(event.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(event.correlationid).not.toBe('');
    expect(event.subject).not.toBe('');
    expect(new Date(event.time).toISOString()).toBe(event.time);
    expect(new Date(event.recordedat).toISOString()).toBe(event.recordedat);
    expect(event.recordedat >= event.time).toBe(true);
  });

  it.each(recordedEvents)('$file parses for ever, and reads as the newest version', ({ type, version, data }) => {
    const { payload } = read({ type, version, data: JSON.stringify(data) });
    expect(violations(catalogue[type].versions.at(-1)!, payload)).toEqual([]);
  });

  it.each(recordedEvents.filter(({ type, version }) => version === newest(type)))(
    '$file of the newest version is read as it stands',
    ({ type, version, data }) => {
      expect(read({ type, version, data: JSON.stringify(data) })).toEqual({ type, payload: data });
    },
  );

  it('of the first orders are read with the amounts of their lines', () => {
    const { data } = recordedEvents.find(({ file }) => file === 'OrderPlaced.v1.json')!;
    const { payload } = read({ type: 'OrderPlaced', version: 1, data: JSON.stringify(data) });
    expect(payload).toEqual({
      source: 'shop',
      currency: 'EUR',
      channel: 'phone',
      agentId: 'a7',
      orderId: 'SO-11702',
      lines: [
        { sku: 'LAMP-12', quantity: 12, unitPrice: '7.95', amountMinor: 9540 },
        { sku: 'CABLE-M', quantity: 2.5, unitPrice: '1.33', amountMinor: 333 },
      ],
    });
  });
});

function newest(type: EventType): number {
  return catalogue[type].versions.length;
}
