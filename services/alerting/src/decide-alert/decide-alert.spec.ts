import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import { satisfaction, silence } from '../../test/example-events.js';
import type { AlertView } from '../list-alerts/alert-view.js';
import { outcomeOf } from './decide-alert.js';
import { recordDecision } from './record-decision.js';

const now = '2026-10-05T10:00:00Z';
const until = Date.parse('2026-10-07T10:00:00Z');

describe('what somebody decides about an alert', () => {
  let test: AlertingUnderTest;
  let alert: AlertView;
  beforeEach(async () => {
    test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1));
    [alert] = (await test.open()) as [AlertView];
    test.clock.set(now);
  });
  const decide = (decision: Parameters<typeof recordDecision>[2], id = alert.id) =>
    recordDecision({ log: test.log, clock: test.clock, views: test.alerts }, id, decision);

  it('given an alert that is acknowledged, then it says who and when, and points to its beginning', async () => {
    expect(await decide({ kind: 'acknowledge', by: 'a7' })).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'a7',
      acknowledgedAt: '2026-10-05T10:00:00.000Z',
    });
    expect(test.said[1]!.event).toMatchObject({
      causationid: test.said[0]!.event.id,
      correlationid: test.said[0]!.event.correlationid,
    });
  });

  it.each([
    ['acknowledge', { kind: 'acknowledge', by: 'a7' }],
    ['snooze', { kind: 'snooze', until }],
    ['resolve', { kind: 'resolve', outcome: 'recovered', why: 'they are content' }],
  ] as const)('given that it is decided twice, also before the first shows, %s counts once', async (_, decision) => {
    const first = await decide(decision);
    test.clock.advance(60_000);
    const again = await decide(decision);
    expect(again).toMatchObject({ state: first!.state });
    await test.fold();
    expect(await decide(decision)).toMatchObject({ state: first!.state });
    expect(test.said).toHaveLength(2);
  });

  it('given two who acknowledge it at once, then the first is who has it', async () => {
    await decide({ kind: 'acknowledge', by: 'a7' });
    expect(await decide({ kind: 'acknowledge', by: 'b8' })).toMatchObject({ acknowledgedBy: 'a7' });
  });

  it('given that it is resolved, then it is over, with outcome and reason', async () => {
    await decide({ kind: 'resolve', outcome: 'false-alarm', why: 'a mistyped rating', by: 'a7' });
    await test.fold();
    expect(await test.open()).toEqual([]);
    expect(await test.all()).toMatchObject([
      { state: 'resolved', outcome: 'false-alarm', resolvedBy: 'person', by: 'a7', why: 'a mistyped rating' },
    ]);
  });

  it.each([
    ['acknowledge', { kind: 'acknowledge' }],
    ['snooze', { kind: 'snooze', until }],
    ['resolve otherwise', { kind: 'resolve', outcome: 'lost' }],
  ] as const)('given that it is over, to %s is refused, also before that shows', async (_, decision) => {
    await decide({ kind: 'resolve', outcome: 'recovered' });
    const refused = { kind: 'refused', reason: 'the alert is over: recovered, resolved by a person' };
    if (decision.kind === 'resolve') await expect(decide(decision)).rejects.toMatchObject(refused);
    await test.fold();
    await expect(decide(decision)).rejects.toMatchObject(refused);
  });

  it('given that a rule closed it a moment before, then the rule was first, and the person hears so', async () => {
    await test.log.append([satisfaction(null, { from: 1 })]);
    await test.book.apply(test.log.events.slice(-1));
    const refused = { kind: 'refused', reason: 'the alert is over: recovered, resolved by a rule' };
    await expect(decide({ kind: 'resolve', outcome: 'false-alarm' })).rejects.toMatchObject(refused);
    expect(test.said.filter(({ type }) => type === 'AlertResolved')).toHaveLength(1);
  });

  it('given that it was put aside until a time that is over, then it is open again', async () => {
    await decide({ kind: 'snooze', until });
    await test.fold();
    test.clock.set(until);
    expect(await decide({ kind: 'acknowledge' })).toMatchObject({ state: 'acknowledged', snoozedUntil: null });
  });

  it.each([
    ['now', Date.parse(now), 'must be later than now'],
    ['for years', Date.parse('2028-01-01'), 'must be within a year'],
  ])('given that it is put aside until %s, then that is invalid', async (_, wrong, reason) => {
    await expect(decide({ kind: 'snooze', until: wrong })).rejects.toMatchObject({
      kind: 'invalid',
      field: 'until',
      reason,
    });
  });

  it('given an alert that nobody knows, then there is nothing to decide', async () => {
    await test.arrive(silence('overdue'));
    expect(await decide({ kind: 'acknowledge' }, 'unknown')).toBeNull();
  });

  it.each([undefined, 'won', 4])('given %p for an outcome, then that is invalid', (word) => {
    expect(() => outcomeOf(word)).toThrow('outcome: must be one of recovered, lost, false-alarm, ignored');
  });
});
