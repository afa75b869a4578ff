import type { AlertSeverity } from '@vilfredo/events';
import { MemoryViews } from '@vilfredo/testing';
import fc from 'fast-check';
import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import { owner, satisfaction } from '../../test/example-events.js';
import { listedAlerts } from '../list-alerts/listed-alerts.js';
import { HeldAlerts } from './held-alerts.js';
import { type NotificationRules, notifiableAt } from './notifiable-at.js';
import { minuteOfDay, nextAt } from './wall-clock.js';

const rules = (own: Partial<NotificationRules['alerts']> = {}, timeZone = 'UTC'): NotificationRules => ({
  timeZone,
  alerts: { perAgentAndDay: 2, ...own },
});
const alert = (raisedAt: string, severity: AlertSeverity = 'warning', agentId: string | null = 'a7') => {
  return { raisedAt, severity, agentId };
};
const at = (...times: string[]) => times.map((time) => Date.parse(time));
const shown = ({ at, heldBy }: ReturnType<typeof notifiableAt>) => `${new Date(at).toISOString()} ${heldBy}`;

describe('when somebody may be told of an alert', () => {
  const night = { quietHours: { from: '21:00', to: '07:30' } };

  it.each([
    ['by day', night, '2026-10-05T12:00:00Z', '2026-10-05T12:00:00.000Z null'],
    ['at night, before midnight', night, '2026-10-05T22:10:20Z', '2026-10-06T07:30:00.000Z quiet-hours'],
    ['at night, after midnight', night, '2026-10-06T03:00:00Z', '2026-10-06T07:30:00.000Z quiet-hours'],
    ['when they begin', night, '2026-10-05T21:00:00Z', '2026-10-06T07:30:00.000Z quiet-hours'],
    ['when they are over', night, '2026-10-05T07:30:00Z', '2026-10-05T07:30:00.000Z null'],
    [
      'at noon, where noon is quiet',
      { quietHours: { from: '12:00', to: '13:00' } },
      '2026-10-05T12:30:00Z',
      '2026-10-05T13:00:00.000Z quiet-hours',
    ],
    ['at night, where nothing is quiet', {}, '2026-10-05T23:00:00Z', '2026-10-05T23:00:00.000Z null'],
  ])('given one %s', (_, own, raisedAt, expected) => {
    expect(shown(notifiableAt(alert(raisedAt, 'critical'), rules(own)))).toBe(expected);
  });

  it('given a night in which clocks are changed, then it is told when they show the end of quiet hours', () => {
    const berlin = rules(night, 'Europe/Berlin');
    expect(shown(notifiableAt(alert('2026-10-24T22:00:00Z'), berlin))).toBe('2026-10-25T06:30:00.000Z quiet-hours');
    expect(shown(notifiableAt(alert('2026-03-28T22:00:00Z'), berlin))).toBe('2026-03-29T05:30:00.000Z quiet-hours');
  });

  it.each([
    ['room on its day', 'warning', 'a7', at('2026-10-05T08:00:00Z'), '2026-10-05T12:00:00.000Z null'],
    [
      'no room on its day',
      'warning',
      'a7',
      at('2026-10-05T08:00:00Z', '2026-10-05T09:00:00Z'),
      '2026-10-06T00:00:00.000Z cap',
    ],
    [
      'no room, and critical',
      'critical',
      'a7',
      at('2026-10-05T08:00:00Z', '2026-10-05T09:00:00Z'),
      '2026-10-05T12:00:00.000Z null',
    ],
    [
      'no room, and nobody’s',
      'warning',
      null,
      at('2026-10-05T08:00:00Z', '2026-10-05T09:00:00Z'),
      '2026-10-05T12:00:00.000Z null',
    ],
    [
      'others of the day before',
      'warning',
      'a7',
      at('2026-10-04T08:00:00Z', '2026-10-04T09:00:00Z'),
      '2026-10-05T12:00:00.000Z null',
    ],
    [
      'those that the day before left over',
      'warning',
      'a7',
      at('2026-10-04T08:00:00Z', '2026-10-04T09:00:00Z', '2026-10-04T09:01:00Z', '2026-10-04T09:02:00Z'),
      '2026-10-06T00:00:00.000Z cap',
    ],
  ] as const)('given %s', (_, severity, agent, earlier, expected) => {
    expect(shown(notifiableAt(alert('2026-10-05T12:00:00Z', severity, agent), rules(), earlier))).toBe(expected);
  });

  it('given no room and quiet hours after midnight, then both hold it back', () => {
    const found = notifiableAt(
      alert('2026-10-05T12:00:00Z'),
      rules({ ...night, perAgentAndDay: 1 }),
      at('2026-10-05T08:00:00Z'),
    );
    expect(shown(found)).toBe('2026-10-06T07:30:00.000Z cap');
  });

  it('never tells an agent of more than the cap on a day, never one before it is raised, and all in the end', () => {
    const minute = 60_000;
    fc.assert(
      fc.property(fc.array(fc.nat(5 * 1_440), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (minutes, cap) => {
        const raised = minutes.sort((a, b) => a - b).map((each) => Date.parse('2026-10-05T00:00:00Z') + each * minute);
        const told = raised.map((instant, i) => {
          const { at } = notifiableAt(
            alert(new Date(instant).toISOString()),
            rules({ perAgentAndDay: cap }),
            raised.slice(0, i),
          );
          expect(at).toBeGreaterThanOrEqual(instant);
          return Math.floor(at / 86_400_000);
        });
        for (const day of new Set(told)) expect(told.filter((each) => each === day).length).toBeLessThanOrEqual(cap);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the clock on the wall', () => {
  it('comes to every minute within a day and an hour, and shows it then unless it was skipped', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
        fc.integer({ min: Date.parse('2026-03-01'), max: Date.parse('2026-12-01') }),
        fc.nat(1_439),
        (timeZone, instant, minute) => {
          const next = nextAt(minute, instant, timeZone);
          expect(next).toBeGreaterThanOrEqual(instant - 60_000);
          expect(next - instant).toBeLessThanOrEqual(25.5 * 3_600_000);
          const off = Math.abs(minuteOfDay(next, timeZone) - minute);
          expect(Math.min(off, 1_440 - off)).toBeLessThanOrEqual(60);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('alerts of one agent', () => {
  it('given more than the cap in a day, then the later ones wait for the next day, and a customer nobody owns for nothing', async () => {
    const test = await AlertingUnderTest.open();
    for (const customer of ['a', 'b', 'c', 'd']) {
      await test.arrive(owner(customer === 'd' ? null : 'a7', { customer }));
      await test.arrive(satisfaction(1, { customer }));
    }
    const held = new HeldAlerts(test.alerts, () => rules());
    const found = await Promise.all((await test.open()).map((one) => held.notifiableAt(one)));
    expect(found.map(({ heldBy }) => heldBy)).toEqual([null, null, 'cap', null]);
    const [, , third] = await test.open();
    const noon = Date.parse('2026-10-05T12:00:00Z');
    expect(await held.mayBeToldAt({ ...third!, alertId: third!.id }, noon)).toBe(Date.parse('2026-10-06T00:00:00Z'));
  });

  it('given one among them that turned critical, then it takes up no room', async () => {
    const test = await AlertingUnderTest.open();
    for (const customer of ['a', 'b', 'c']) await test.arrive(owner('a7', { customer }), satisfaction(3, { customer }));
    await test.arrive(satisfaction(1, { customer: 'b', from: 3 }));
    const held = new HeldAlerts(test.alerts, () => rules());
    const found = await Promise.all((await test.open()).map((one) => held.notifiableAt(one)));
    expect(found.map(({ heldBy }) => heldBy)).toEqual([null, null, null]);
  });

  it('given an alert that is old by now, then quiet hours hold back what is told of it all the same', async () => {
    const quiet = rules({ quietHours: { from: '21:00', to: '07:00' } });
    const held = new HeldAlerts(new MemoryViews(listedAlerts), () => quiet);
    const old = { ...alert('2026-10-01T12:00:00Z'), alertId: 'x' };
    expect(await held.mayBeToldAt(old, Date.parse('2026-10-05T23:00:00Z'))).toBe(Date.parse('2026-10-06T07:00:00Z'));
    expect(await held.mayBeToldAt(old, Date.parse('2026-10-05T12:00:00Z'))).toBe(Date.parse('2026-10-05T12:00:00Z'));
  });
});
