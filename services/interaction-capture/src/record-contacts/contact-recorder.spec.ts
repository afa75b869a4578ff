import { MemoryLog, MemoryViews } from '@vilfredo/testing';
import { aCall, now } from '../../test/capturing.js';
import { LinkedProspects, linkedProspectsCollection } from '../link-prospects/linked-prospects.view.js';
import { ContactPoints, contactPointsCollection } from '../resolve-contacts/contact-points.view.js';
import { ContactRecorder } from './contact-recorder.runner.js';
import { firstPurposes } from './decide-interaction.js';
import { RecordedContacts, recordedContactsCollection } from './recorded-contacts.view.js';
import { type KeptContact, keysOf } from './settle-contacts.js';

const vault = { seal: async () => 'sealed', fingerprint: () => '0123456789abcdef0123456789abcdef' };

/** Somebody else settles the same contacts, once, just before they are stored here. */
class OutrunContacts extends RecordedContacts {
  other: ReadonlyMap<string, KeptContact> | undefined;

  override async save(contacts: ReadonlyMap<string, KeptContact>): Promise<readonly string[]> {
    if (this.other !== undefined) await super.save(this.other);
    this.other = undefined;
    return super.save(contacts);
  }
}

const recording = () => {
  const log = new MemoryLog(() => now);
  const recorded = new OutrunContacts(new MemoryViews(recordedContactsCollection));
  const recorder = new ContactRecorder({
    ...{ log, clock: () => now, vault, recorded },
    points: new ContactPoints(new MemoryViews(contactPointsCollection)),
    prospects: new LinkedProspects(new MemoryViews(linkedProspectsCollection)),
    purposes: { current: async () => firstPurposes },
  });
  return { log, recorded, recorder };
};
const call = aCall({ customerId: undefined, contactPoint: { kind: 'phone', value: '+4930901820' } });
const key = keysOf({ kind: 'interaction', source: 'pbx', interactionId: 'c-1' } as never).own ?? '';

describe('the recorder of contacts', () => {
  it('given somebody who settled the contact a moment before, then what they settled holds', async () => {
    const { log, recorded, recorder } = recording();
    const contact = { customerId: '17850', at: '2026-02-10T08:59:00.000Z', purpose: 'sales' } as const;
    recorded.other = new Map([[key, { version: 0, contact }]]);

    expect(await recorder.record([{ ...call, rating: { min: 1, max: 5, overall: 1 } }])).toEqual([
      { outcome: 'recorded', customerId: '17850' },
    ]);
    expect(log.events.map(({ type, subject, time }) => [type, subject, time])).toEqual([
      ['InteractionRecorded', '17850', '2026-02-10T09:00:00.000Z'],
      ['SatisfactionRated', '17850', '2026-02-10T08:59:00.000Z'],
    ]);
    expect(JSON.parse(log.events[0]?.data ?? '')).toMatchObject({ purpose: 'sales' });
  });

  it('given a contact that was settled and then lost on the way, when it is told again, then as it was settled', async () => {
    const { log, recorded, recorder } = recording();
    const append = log.append.bind(log);
    log.append = () => Promise.reject(new Error('lost'));
    await expect(recorder.record([call])).rejects.toThrow('lost');
    log.append = append;

    expect((await recorded.load([key])).get(key)?.contact).toMatchObject({ purpose: 'service' });
    expect(await recorder.record([call])).toEqual([{ outcome: 'recorded', customerId: 'prospect-0123456789abcdef' }]);
    expect(log.events.map(({ type }) => type)).toEqual([
      ...['ProspectDiscovered', 'ContactPointLinked', 'InteractionRecorded'],
    ]);
  });
});
