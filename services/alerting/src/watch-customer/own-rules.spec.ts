import { type AlertRule, sectionsOfVersion2 } from '@vilfredo/events';
import { policyActivated } from '@vilfredo/testing';
import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import { complaint, risk, satisfaction, silence, stage, tier } from '../../test/example-events.js';

const shipped = sectionsOfVersion2.alerts;
const rule = (own: Partial<AlertRule> & Pick<AlertRule, 'trigger'>): AlertRule => ({
  name: 'own',
  on: true,
  severity: 'warning',
  need: 0.5,
  suggestedAction: 'Call.',
  callWithinHours: 24,
  coolDownHours: 0,
  ...own,
});
const only = (...rules: AlertRule[]) => ({ alerts: { ...shipped, rules } });
const isCore = tier(null, 'core', { at: '2026-10-02T00:00:00Z' });
const isTop = tier(null, 'top', { at: '2026-10-02T00:00:00Z' });

describe('a rule of the enterprise’s own', () => {
  const worstOfCore = only(rule({ name: 'worst-of-core', trigger: 'satisfaction', when: ['1'], tiers: ['core'] }));

  it.each([
    ['class 1 of a core customer', [isCore, satisfaction(1)], ['AlertRaised worst-of-core']],
    ['class 2 of a core customer', [isCore, satisfaction(2)], []],
    ['class 1 of a top customer', [isTop, satisfaction(1)], []],
    ['a silence of a core customer', [isCore, silence('very-overdue')], []],
    [
      'class 1 that turns to 2',
      [isCore, satisfaction(1), satisfaction(2, { from: 1 })],
      ['AlertRaised worst-of-core', 'AlertResolved worst-of-core'],
    ],
  ])('given one for class 1 of the core alone: %s', async (_, events, told) => {
    const test = await AlertingUnderTest.open(worstOfCore);
    await test.arrive(...events);
    expect(test.told).toEqual(told);
  });

  it.each([
    [
      'very overdue alone',
      rule({ trigger: 'silence', when: ['very-overdue'] }),
      silence('overdue'),
      silence('very-overdue'),
    ],
    ['critical risk alone', rule({ trigger: 'risk', when: ['critical'] }), risk('high'), risk('critical')],
    ['the core lost', rule({ trigger: 'tier-lost', when: ['core'] }), tier('top', null), tier('core', 'top')],
    [
      'grave complaints',
      rule({ trigger: 'complaint', when: ['3'] }),
      complaint({ severity: 2 }),
      complaint({ severity: 3, caseId: 'case-2' }),
    ],
    [
      'one product',
      rule({ trigger: 'recall', when: ['LAMP-1'] }),
      stage('interest', true),
      stage('interest', true, { product: 'LAMP-1' }),
    ],
    ['one stage', rule({ trigger: 'recall', when: ['trust'] }), stage('interest', true), stage('trust', true)],
    [
      'the tiers of who lost one',
      rule({ trigger: 'tier-lost', tiers: ['core'] }),
      tier('top', null),
      tier('core', 'top'),
    ],
  ])('given one for %s, then nothing milder is told', async (_, own, milder, grave) => {
    const test = await AlertingUnderTest.open(only(own));
    await test.arrive(milder);
    expect(test.told).toEqual([]);
    await test.arrive(grave);
    expect(test.told).toEqual(['AlertRaised own']);
  });

  it('given one that is off, then nobody is told', async () => {
    const test = await AlertingUnderTest.open(only(rule({ trigger: 'satisfaction', on: false })));
    await test.arrive(satisfaction(1));
    expect(test.told).toEqual([]);
  });
});

describe('rules that come into force', () => {
  const since = '2026-10-10T00:00:00.000Z';

  it('given something that stands, then a rule that asks for it raises its alert as of then', async () => {
    const test = await AlertingUnderTest.open(only());
    const fell = satisfaction(1);
    await test.arrive(fell);
    await test.arrive(policyActivated({ name: 'strict', at: since, ...only(rule({ trigger: 'satisfaction' })) }));
    expect(test.said).toMatchObject([{ type: 'AlertRaised', rule: 'own', policy: 'strict', at: since }]);
    expect(test.said[0]!.event.causationid).toBe(fell.id);
  });

  it.each([
    ['is no longer there', only()],
    ['is off', only(rule({ trigger: 'satisfaction', on: false }))],
    ['asks for something else now', only(rule({ trigger: 'satisfaction', when: ['2'] }))],
  ])('given an open alert whose rule %s, then it closes, and nobody was right or wrong', async (_, rules) => {
    const test = await AlertingUnderTest.open(only(rule({ trigger: 'satisfaction' })));
    await test.arrive(satisfaction(1), policyActivated({ name: 'other', at: since, ...rules }));
    expect(test.said[1]).toMatchObject({ type: 'AlertResolved', outcome: 'ignored', resolvedBy: 'rule', at: since });
  });

  it('given a rule that comes back while its cause still stands, then that is another alert', async () => {
    const rules = only(rule({ trigger: 'satisfaction' }));
    const test = await AlertingUnderTest.open(rules);
    await test.arrive(satisfaction(1), policyActivated({ name: 'none', at: since, ...only() }));
    await test.arrive(policyActivated({ name: 'back', at: '2026-10-11T00:00:00Z', ...rules }));
    expect(test.told).toEqual(['AlertRaised own', 'AlertResolved own', 'AlertRaised own']);
    expect(test.said[2]!.alertId).not.toBe(test.said[0]!.alertId);
    expect(await test.open()).toHaveLength(1);
  });

  it('given a shorter time for escalation, then an open alert is escalated by it', async () => {
    const test = await AlertingUnderTest.open(only(rule({ trigger: 'satisfaction', escalateAfterHours: 1_000 })));
    await test.arrive(satisfaction(1, { at: '2026-10-09T00:00:00Z' }));
    const shorter = only(rule({ trigger: 'satisfaction', escalateAfterHours: 48 }));
    await test.arrive(policyActivated({ name: 'shorter', at: since, ...shorter }));
    await test.until('2026-10-12T00:00:00Z');
    expect(test.said[1]).toMatchObject({ type: 'AlertEscalated', at: '2026-10-11T00:00:00.000Z' });
  });

  it('given the same rules again, then nothing is told', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1, { at: '2026-10-09T00:00:00Z' }), policyActivated({ name: 'again', at: since }));
    expect(test.told).toEqual(['AlertRaised satisfaction']);
  });
});
