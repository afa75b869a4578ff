import { join } from 'node:path';
import type { StoredEvent } from '@vilfredo/event-sourcing';
import { type IntakeOrder, recordOrder } from '@vilfredo/order-ingestion';
import { temporaryFolder } from '@vilfredo/testing';
import { auditChanges, auditSubscriber } from './audit-feed.js';
import { auditLog } from './audit-log.js';
import type { Received } from './feed-follower.js';
import { type Delivery, Ledger, readLedger } from './ledger.js';
import { eventsOf, type ToldRecord } from './told-record.js';

const now = Date.parse('2026-06-01T00:00:00Z');

function order(orderId: string, customerId = 'c1'): IntakeOrder {
  const lines = [{ sku: 'a', quantity: 1, unitPrice: '2.00' }];
  return { kind: 'order', source: 'shop', orderId, customerId, at: '2026-05-01T10:00:00Z', currency: 'EUR', lines };
}

function delivery(records: ToldRecord[], acked = true): Delivery {
  return { sender: 'shop', records, acked };
}

function stored(...records: IntakeOrder[]): StoredEvent[] {
  return records.map((record, i) => {
    const { event } = recordOrder(record, now);
    if (event === undefined) throw new Error('the example is wrong');
    return { ...event, recordedat: '2026-06-01T00:00:00.000Z', partition: 0, offset: i + 1 };
  });
}

function change(id: string, seq: number, subject = 'c1'): StoredEvent {
  const [event] = stored(order(id, subject));
  return { ...event!, id, topic: 'scores', type: 'ValueChanged', data: JSON.stringify({ seq }) };
}

function received(...ids: string[]): Received[] {
  return ids.map((id) => ({ cursor: id, came: 0, item: { id } as Received['item'] }));
}

describe('a log held to the ledger', () => {
  const [a, b, c] = [order('a'), order('b'), order('c', 'c2')];

  it('is right when it has what was acknowledged, once and in order, and maybe what was not', () => {
    const audit = auditLog([delivery([a]), delivery([b, a]), delivery([c], false)], stored(a, b, c), now);
    expect(audit).toEqual({ sent: 3, acked: 2, stored: 3, lost: 0, dupEffects: 0, reordered: 0, findings: [] });
  });

  it('has lost what was acknowledged and is not there', () => {
    expect(auditLog([delivery([a, b])], stored(a), now)).toMatchObject({ acked: 2, stored: 1, lost: 1 });
  });

  it('has done twice what is there twice', () => {
    expect(auditLog([delivery([a])], stored(a, a), now)).toMatchObject({ stored: 1, dupEffects: 1 });
  });

  it('is out of order when a later fact of the same sender and customer stands first', () => {
    expect(auditLog([delivery([a]), delivery([b])], stored(b, a), now)).toMatchObject({ reordered: 1 });
  });

  it('may have customers in any order among each other', () => {
    expect(auditLog([delivery([a]), delivery([c])], stored(c, a), now)).toMatchObject({ reordered: 0 });
  });

  it('is wrong when it has what was never sent, or has it otherwise', () => {
    const other = stored(a).map((event) => ({ ...event, data: '{}' }));
    expect(auditLog([delivery([a])], [...other, ...stored(b)], now).findings).toHaveLength(2);
  });
});

describe('contacts held to the ledger', () => {
  const said = { source: 'desk', customerId: 'c1', at: '2026-05-01T10:00:00Z' };
  const contact: ToldRecord = {
    ...{ ...said, kind: 'interaction', interactionId: 'i', channel: 'phone', direction: 'in', purpose: 'service' },
    ...{ agentId: 'a7', transferred: false, rating: { min: 1, max: 5, overall: 2 }, complaint: { severity: 3 } },
  };

  it('are as many facts as they tell, each of which must be there', () => {
    const events = eventsOf(contact, now).map((event, i) => {
      return { ...event, recordedat: '2026-06-01T00:00:00.000Z', partition: 0, offset: i + 1 };
    });
    expect(events.map(({ type }) => type)).toEqual(['InteractionRecorded', 'SatisfactionRated', 'CaseOpened']);
    expect(auditLog([delivery([contact])], events, now)).toMatchObject({ acked: 3, stored: 3, lost: 0, findings: [] });
    expect(auditLog([delivery([contact])], events.slice(0, 2), now)).toMatchObject({ acked: 3, stored: 2, lost: 1 });
  });

  it('can be no record that no intake would take', () => {
    expect(() => eventsOf({ ...contact, rating: { min: 1, max: 5, overall: 9 } }, now)).toThrow('no fact');
  });
});

describe('a feed held to its numbers', () => {
  it('is right when each customer counts from one', () => {
    const audit = auditChanges([change('a', 1), change('b', 1, 'c2'), change('c', 2)]);
    expect(audit).toEqual({ lost: 0, dupEffects: 0, reordered: 0, findings: [] });
  });

  it('has lost what a gap leaves out', () => {
    expect(auditChanges([change('a', 1), change('c', 3)])).toMatchObject({ lost: 1 });
  });

  it('has done twice what is told twice', () => {
    expect(auditChanges([change('a', 1), change('a', 1)])).toMatchObject({ dupEffects: 1 });
  });

  it('is out of order when a number comes again under another id', () => {
    expect(auditChanges([change('a', 1), change('b', 1)])).toMatchObject({ reordered: 1 });
  });
});

describe('a subscriber held to the feed', () => {
  const changes = [change('a', 1), change('b', 2), change('c', 3)];

  it.each([
    ['everything in order', ['a', 'b', 'c'], { lost: 0, dupEffects: 0, reordered: 0, findings: [] }],
    ['one too few', ['a', 'c'], { lost: 1, dupEffects: 0, reordered: 0 }],
    ['one twice', ['a', 'b', 'b', 'c'], { lost: 0, dupEffects: 1, reordered: 0 }],
    ['two the other way round', ['b', 'a', 'c'], { lost: 0, dupEffects: 0, reordered: 2 }],
  ])('got %s', (_, ids, audit) => {
    expect(auditSubscriber(changes, received(...ids))).toMatchObject(audit);
  });

  it('got what nobody told', () => {
    expect(auditSubscriber(changes, received('a', 'b', 'c', 'x')).findings).toHaveLength(1);
  });
});

describe('the ledger', () => {
  it('gives back what was meant and what was acknowledged, in the order of intent', async () => {
    const folder = await temporaryFolder();
    const ledger = await Ledger.open(join(folder.path, 'ledger.ndjson'));
    const first = await ledger.intend('one', [order('a')]);
    await ledger.intend('two', [order('b')]);
    await ledger.acknowledge(first);
    expect(await readLedger(ledger.path)).toEqual([
      { sender: 'one', records: [order('a')], acked: true },
      { sender: 'two', records: [order('b')], acked: false },
    ]);
    await ledger.close();
    await folder.dispose();
  });
});
