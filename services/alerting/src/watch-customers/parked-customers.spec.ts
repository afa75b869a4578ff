import { parkedEventSkipped } from '@vilfredo/testing';
import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import { silence, tier } from '../../test/example-events.js';

describe('a customer with an event that cannot be read, whose alerts wait', () => {
  const unreadable = () => ({ ...tier(null, 'top'), data: '{}' });

  it('when somebody decides to leave it out, then what waited behind it goes on', async () => {
    const test = await AlertingUnderTest.open();
    const bad = unreadable();

    await test.arrive(bad, silence('overdue'), parkedEventSkipped({ event: bad.id }));

    expect(test.told).toEqual(['AlertRaised silence']);
    expect(test.parking.size).toBe(0);
  });

  it('when the decision is heard before the event is, then nobody waits', async () => {
    const test = await AlertingUnderTest.open();
    const bad = unreadable();

    await test.arrive(parkedEventSkipped({ event: bad.id }), bad, silence('overdue'));

    expect(test.told).toEqual(['AlertRaised silence']);
    expect(await test.parking.on('customer-1')).toEqual([]);
    expect(test.parking.size).toBe(0);
  });

  it('when it was decided while another process watched, then whoever takes the customer over goes on', async () => {
    const test = await AlertingUnderTest.open();
    const [bad, worse] = [unreadable(), unreadable()];
    await test.arrive(bad, silence('overdue'), worse);
    await test.log.append([worse, bad].map(({ id }) => parkedEventSkipped({ event: id })));

    await test.changeHands();

    expect(test.told).toEqual(['AlertRaised silence']);
    expect(await test.parking.on('customer-1')).toEqual([]);
    expect(test.parking.size).toBe(0);
  });
});
