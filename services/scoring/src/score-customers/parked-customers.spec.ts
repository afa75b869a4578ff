import type { EventToAppend } from '@vilfredo/event-sourcing';
import { sectionsOfVersion2 } from '@vilfredo/events';
import { orderCancelled, orderPlaced, parkedEventSkipped, policyActivated } from '@vilfredo/testing';
import { bookPerTest } from '../../test/book-under-test.js';

const theBook = bookPerTest();

/** An order that nothing can be made of: a quantity that is no number. */
function unreadable(customer = 'customer-1'): EventToAppend {
  const order = orderPlaced({ customer });
  return { ...order, data: order.data.replace('"quantity":1', '"quantity":"one"') };
}

describe('a customer with an event that cannot be read', () => {
  it('waits with all that comes behind it, while everybody else flows', async () => {
    const book = theBook();
    const bad = unreadable();
    await book.arrive(policyActivated(), orderPlaced(), bad, orderPlaced(), orderPlaced({ customer: 'customer-2' }));
    expect((await book.score())?.facts.orderFacts).toBe(1);
    expect((await book.score('customer-2'))?.facts.orderFacts).toBe(1);
    const parked = await book.parking.on('customer-1');
    expect(parked.map(({ cause }) => cause?.field)).toEqual(['lines.0.quantity', undefined]);
  });

  it('goes on without it when somebody decides so, and a rebuild comes to the same', async () => {
    const book = theBook();
    const bad = unreadable();
    await book.arrive(policyActivated(), orderPlaced(), bad, orderPlaced());
    await book.measure();
    await book.arrive(parkedEventSkipped({ event: bad.id }));
    expect(await book.score()).toMatchObject({ facts: { orderFacts: 2 }, skipped: [bad.id] });
    expect(book.parking.size).toBe(0);
    expect((await book.valueChanges('customer-1')).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('leaves the event out also where the customer is folded again from history', async () => {
    const book = theBook();
    const bad = unreadable();
    await book.arrive(policyActivated(), orderPlaced(), bad, parkedEventSkipped({ event: bad.id }));
    await book.arrive(policyActivated({ name: 'eastern', timeZone: 'Europe/Berlin', at: '2026-03-02T00:00:00Z' }));
    expect((await book.score())?.facts.orderFacts).toBe(1);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('goes through the epochs and policies it missed, as if it had never waited', async () => {
    const book = theBook();
    const bad = unreadable();
    await book.arrive(policyActivated(), orderPlaced({ customer: 'customer-2', cents: 5_000 }));
    await book.arrive(orderPlaced(), bad, orderPlaced({ at: '2026-03-02T23:30:00Z' }));
    await book.measure();
    await book.arrive(policyActivated({ name: 'eastern', timeZone: 'Europe/Berlin', at: '2026-03-02T00:00:00Z' }));
    await book.measure();
    await book.arrive(orderPlaced({ cents: 9_000 }));
    await book.measure();
    await book.arrive(parkedEventSkipped({ event: bad.id }));
    const score = await book.score();
    expect(score?.facts.orderFacts).toBe(3);
    expect(score?.activation).toBe(book.book.era.activation);
    expect(score?.dueAt).not.toBeNull();
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('is not taken back through what it had gone through before, also after a restart', async () => {
    const book = theBook();
    await book.arrive(policyActivated(), orderPlaced());
    await book.measure();
    await book.arrive(policyActivated({ name: 'eastern', timeZone: 'Europe/Berlin', at: '2026-03-02T00:00:00Z' }));
    await book.measure();
    const bad = unreadable();
    await book.arrive(bad);
    await book.restart();
    await book.arrive(parkedEventSkipped({ event: bad.id }));
    const score = await book.score();
    expect(score?.activation).toBe(book.book.era.activation);
    expect(score?.dueAt).toBe(Date.parse('2027-02-28T23:00:00Z'));
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('is not given a past, when nothing is known of them but what was left out', async () => {
    const book = theBook();
    const bad = unreadable('stranger');
    await book.arrive(policyActivated(), orderPlaced());
    await book.measure();
    await book.arrive(bad);
    await book.measure();
    await book.restart();
    await book.arrive(parkedEventSkipped({ customer: 'stranger', event: bad.id }));
    expect(await book.valueChanges('stranger')).toEqual([]);
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('keeps what time alone did to them before, where nothing was told of it', async () => {
    const book = theBook();
    await book.arrive(policyActivated(sectionsOfVersion2), orderPlaced({ customer: 'customer-2' }));
    await book.measure();
    book.clock.set('2026-03-01T00:00:00Z');
    await book.arrive(orderCancelled({ orderId: 'nobody-knows', at: '2025-01-01T00:00:00Z' }));
    const { heldUntil } = (await book.score())!;
    expect(heldUntil).not.toBeNull();
    book.clock.set('2026-03-02T00:00:00Z');
    await book.measure();
    await book.arrive(unreadable());
    expect(await book.score()).toMatchObject({ asOf: heldUntil, heldUntil: null, standing: { epoch: 1 } });
    expect(await book.rebuilt()).toEqual(await book.bodies());
  });

  it('is not held up by it when the decision was heard before the event was', async () => {
    const book = theBook();
    const bad = unreadable();
    await book.arrive(policyActivated(), orderPlaced(), parkedEventSkipped({ event: bad.id }));
    await book.arrive(bad, orderPlaced());
    expect(await book.score()).toMatchObject({ facts: { orderFacts: 2 }, skipped: [bad.id] });
    expect(await book.parking.on('customer-1')).toEqual([]);
    expect(book.parking.size).toBe(0);
  });

  it('goes on when others decided so before this process served them', async () => {
    const book = theBook();
    const [bad, worse] = [unreadable(), unreadable()];
    await book.arrive(policyActivated(), bad, orderPlaced(), worse, orderPlaced());
    for (const { id } of [worse, bad]) await book.log.append([parkedEventSkipped({ event: id })]);
    await book.changeHands();
    expect(await book.score()).toMatchObject({ facts: { orderFacts: 2 } });
    expect(await book.parking.on('customer-1')).toEqual([]);
    expect(book.parking.size).toBe(0);
  });

  it('is skipped once when the decision comes again', async () => {
    const book = theBook();
    const bad = unreadable();
    await book.arrive(policyActivated(), bad, orderPlaced(), parkedEventSkipped({ event: bad.id }));
    const before = await book.bodies();
    const { events } = await book.log.read({ topics: ['governance'], limit: 10 });
    await book.book.apply({ events: events.filter(({ type }) => type === 'ParkedEventSkipped') });
    expect(await book.bodies()).toEqual(before);
  });
});
