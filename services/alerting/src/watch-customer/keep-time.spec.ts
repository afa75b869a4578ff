import { sectionsOfVersion2 } from '@vilfredo/events';
import { policyActivated } from '@vilfredo/testing';
import { AlertingUnderTest, openIn } from '../../test/alerting-under-test.js';
import { attempt, complaint, satisfaction, silence, tier } from '../../test/example-events.js';
import { alertIdOf } from './alert-events.js';

const shipped = sectionsOfVersion2.alerts;
/** A Monday. */
const monday = '2026-10-05T09:00:00Z';

describe('time without events', () => {
  it('given an alert, then somebody is to call within the hours of the rule', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: monday }));
    expect(test.said[0]).toMatchObject({ callBy: '2026-10-07T09:00:00.000Z' });
  });

  it.each([
    ['of a weekend', { weekdays: [6, 7], dates: [] }, '2026-10-09T10:00:00Z', '2026-10-12T10:00:00.000Z'],
    [
      'of a date after a weekend',
      { weekdays: [6, 7], dates: ['2026-10-12'] },
      '2026-10-09T10:00:00Z',
      '2026-10-13T10:00:00.000Z',
    ],
    [
      'of the business, whose day begins elsewhere',
      { weekdays: [3], dates: [] },
      '2026-10-04T22:30:00Z',
      '2026-10-06T22:30:00.000Z',
    ],
  ])('given closed days %s, then the call is moved out of them', async (what, closed, at, callBy) => {
    const timeZone = what.includes('elsewhere') ? 'America/New_York' : 'UTC';
    const test = await AlertingUnderTest.open({ closed, timeZone });
    await test.arrive(satisfaction(1, { at }));
    expect(test.said[0]).toMatchObject({ callBy });
  });

  it('given that nobody acknowledges it in time, then it is escalated at that instant, once, to whom the policy says', async () => {
    const test = await AlertingUnderTest.open({ alerts: { ...shipped, escalateTo: 'supervisor' } });
    await test.arrive(satisfaction(1, { at: monday }));
    await test.until('2026-10-08T08:59:59Z');
    expect(test.told).toEqual(['AlertRaised satisfaction']);
    await test.until('2026-10-20T00:00:00Z');
    expect(test.told).toEqual(['AlertRaised satisfaction', 'AlertEscalated satisfaction']);
    expect(test.said[1]).toMatchObject({
      at: '2026-10-08T09:00:00.000Z',
      why: 'Nobody took it on within 72 hours.',
      to: 'supervisor',
    });
    expect(test.said[1]!.event.causationid).toBe(test.said[0]!.event.id);
    expect(await test.open()).toMatchObject([{ state: 'escalated', escalatedTo: 'supervisor' }]);
  });

  it('given that the service was down over the time, then it is escalated as of its own time all the same, and once', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: monday }));
    await test.restart();
    await test.until('2026-11-01T00:00:00Z');
    await test.restart();
    await test.until('2026-11-02T00:00:00Z');
    expect(test.said.slice(1).map(({ type, at }) => `${type} ${at}`)).toEqual([
      'AlertEscalated 2026-10-08T09:00:00.000Z',
    ]);
  });

  it('given that somebody acknowledged it, then it is not escalated', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: monday }));
    await test.decide('satisfaction', { kind: 'acknowledge', by: 'a7' });
    await test.until('2026-11-01T00:00:00Z');
    expect(test.told).toEqual(['AlertRaised satisfaction', 'AlertAcknowledged satisfaction']);
    expect(await test.open()).toMatchObject([{ state: 'acknowledged', acknowledgedBy: 'a7' }]);
  });

  it('given that somebody tried to reach the customer, then they have taken it on', async () => {
    const test = await AlertingUnderTest.open();
    const called = attempt({ agentId: 'a7', at: '2026-10-06T09:00:00Z' });
    await test.arrive(attempt({ at: '2026-10-02T09:00:00Z' }), satisfaction(1, { at: monday }), called);
    await test.until('2026-11-01T00:00:00Z');
    expect(test.told).toEqual(['AlertRaised satisfaction', 'AlertAcknowledged satisfaction']);
    expect(test.said[1]).toMatchObject({ by: 'a7', at: '2026-10-06T09:00:00.000Z' });
    expect(test.said[1]!.event.causationid).toBe(called.id);
  });

  it('given that it is put aside, then it comes back at its time, and only then the waiting begins again', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: monday }));
    await test.decide('satisfaction', { kind: 'snooze', until: Date.parse('2026-10-20T09:00:00Z'), by: 'a7' });
    expect(await test.open()).toMatchObject([{ state: 'snoozed', snoozedUntil: '2026-10-20T09:00:00.000Z' }]);
    await test.until('2026-10-20T09:00:00Z');
    expect(test.told.slice(1)).toEqual(['AlertSnoozed satisfaction', 'AlertExtended satisfaction']);
    expect(test.said[2]).toMatchObject({
      at: '2026-10-20T09:00:00.000Z',
      because: { text: 'It was put aside until 20 October 2026, and is due again.', causes: [test.said[1]!.event.id] },
    });
    await test.until('2026-10-23T09:00:00Z');
    expect(test.told.slice(3)).toEqual(['AlertEscalated satisfaction']);
  });

  it('given that it is taken on after it was put aside, then it does not come back', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: monday }));
    await test.decide('satisfaction', { kind: 'snooze', until: Date.parse('2026-10-20T09:00:00Z') });
    await test.decide('satisfaction', { kind: 'acknowledge', by: 'a7' });
    await test.until('2026-11-20T09:00:00Z');
    expect(test.told.slice(1)).toEqual(['AlertSnoozed satisfaction', 'AlertAcknowledged satisfaction']);
    expect(await test.open()).toMatchObject([{ state: 'acknowledged', snoozedUntil: null }]);
  });

  it('given that it is over, then the rule raises no other before the cool-down ends, and then only for what came since', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(silence('overdue', { at: monday }), silence('on-time', { at: '2026-10-06T09:00:00Z' }));
    const second = silence('overdue', { at: '2026-10-07T09:00:00Z' });
    await test.arrive(second);
    await test.until('2026-10-13T08:59:59Z');
    expect(test.told).toEqual(['AlertRaised silence', 'AlertResolved silence']);
    await test.until('2026-10-14T00:00:00Z');
    expect(test.told.slice(2)).toEqual(['AlertRaised silence']);
    expect(test.said[2]).toMatchObject({ at: '2026-10-13T09:00:00.000Z' });
    expect(test.said[2]!.event.causationid).toBe(second.id);
  });

  it('given that it got worse in the cool-down, then the alert is named after the first of it', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(silence('overdue', { at: monday }), silence('on-time', { at: '2026-10-06T09:00:00Z' }));
    const [first, worse] = [
      silence('overdue', { at: '2026-10-07T09:00:00Z' }),
      silence('very-overdue', { at: '2026-10-08T09:00:00Z' }),
    ];
    await test.arrive(first, worse);
    await test.until('2026-10-14T00:00:00Z');
    expect(test.told.slice(2)).toEqual(['AlertRaised silence']);
    expect(test.said[2]!.alertId).toBe(alertIdOf('customer-1', 'silence', first.id));
    expect(test.said[2]!.event.causationid).toBe(worse.id);
  });

  it('given that somebody resolved it before the rule closed it, though it is read later, then their word was first', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(silence('overdue', { at: monday }));
    await test.decide('silence', { kind: 'resolve', outcome: 'recovered' });
    await test.arrive(
      silence('on-time', { at: '2026-10-09T09:00:00Z' }),
      silence('overdue', { at: '2026-10-10T09:00:00Z' }),
    );
    const later = Date.parse('2026-10-13T09:00:00Z');
    const scoresFirst = test.log.events.toSorted((a, b) => (a.topic < b.topic ? 1 : a.topic > b.topic ? -1 : 0));
    await test.until(new Date(later).toISOString());
    expect(openIn(await test.bodies())).toHaveLength(1);
    expect(await test.openWhenRead(scoresFirst, later)).toEqual(openIn(await test.bodies()));
  });

  it('given other rules, then what was due before they came into force is done by the ones before', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: monday }));
    await test.arrive(policyActivated({ name: 'none', at: '2026-10-20T00:00:00Z', alerts: { ...shipped, rules: [] } }));
    expect(test.said.map(({ type, at }) => `${type} ${at.slice(0, 10)}`)).toEqual([
      'AlertRaised 2026-10-05',
      'AlertEscalated 2026-10-08',
      'AlertResolved 2026-10-20',
    ]);
  });

  it('given that it is gone before the cool-down ends, then nobody is told', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(silence('overdue', { at: monday }), silence('on-time', { at: '2026-10-06T09:00:00Z' }));
    await test.arrive(
      silence('overdue', { at: '2026-10-07T09:00:00Z' }),
      silence('on-time', { at: '2026-10-08T09:00:00Z' }),
    );
    await test.until('2026-11-01T00:00:00Z');
    expect(test.told).toEqual(['AlertRaised silence', 'AlertResolved silence']);
  });

  it('given that somebody resolved it, then what stood by then is answered for good, and what got worse is not', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(3, { at: monday }));
    await test.decide('satisfaction', { kind: 'resolve', outcome: 'false-alarm', why: 'a mistyped rating' });
    await test.until('2026-10-20T00:00:00Z');
    expect(test.told.slice(1)).toEqual(['AlertResolved satisfaction']);
    await test.arrive(satisfaction(1, { from: 3, at: '2026-10-20T09:00:00Z' }));
    expect(test.told.slice(2)).toEqual(['AlertRaised satisfaction']);
  });

  it('given a rule that does not cool down, then the next complaint is told at once', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'core', { at: '2026-10-02T00:00:00Z' }), complaint({ at: monday }));
    await test.decide('complaint-of-top', { kind: 'resolve', outcome: 'recovered' });
    await test.arrive(complaint({ caseId: 'case-2', at: '2026-10-05T10:00:00Z' }));
    expect(test.told.filter((told) => told.startsWith('AlertRaised'))).toHaveLength(2);
  });
});
