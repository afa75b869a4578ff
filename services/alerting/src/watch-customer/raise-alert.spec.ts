import { AlertingUnderTest } from '../../test/alerting-under-test.js';
import * as example from '../../test/example-events.js';
import { alertIdOf, raisingOf } from './alert-events.js';

const { activity, complaint, inquiry, owner, qualification, risk, satisfaction, settled, silence, stage, tier, value } =
  example;

describe('an alert', () => {
  it('given ratings that fell three months in a row, then somebody is told why, by when and what it is about', async () => {
    const test = await AlertingUnderTest.open();
    const fell = satisfaction(1, { at: '2026-10-05T09:00:00Z', causes: ['rating-9'] });
    await test.arrive(owner('a7'), value(87.31, { amount: 5391.21 }), fell);
    expect(test.said).toEqual([
      expect.objectContaining({
        type: 'AlertRaised',
        alertId: alertIdOf('customer-1', 'satisfaction', fell.id),
        rule: 'satisfaction',
        severity: 'serious',
        priority: 69.85,
        because: {
          text: 'Ratings fell three months in a row, from 4.8 in July to 2.1 in October, and the latest is 2.',
          causes: [fell.id, 'rating-9'],
        },
        valueAtRisk: '5391.21',
        suggestedAction: 'Call, ask what went wrong and put it right.',
        agentId: 'a7',
        policy: 'example',
      }),
    ]);
    const [raised] = test.said;
    expect(raised!.event).toMatchObject({
      id: raisingOf('customer-1', raised!.alertId),
      subject: 'customer-1',
      causationid: fell.id,
      correlationid: 'correlation-rating-9',
    });
  });

  it.each([
    ['satisfaction', satisfaction(3), satisfaction(null)],
    ['silence', silence('overdue'), silence('on-time')],
    ['risk', risk('high'), risk('watch')],
    ['recall', stage('interest', true), stage('action', false, { from: 'interest' })],
    ['tier-lost', tier('top', null), tier(null, 'top')],
    ['complaint-of-top', complaint(), settled()],
  ])('given %s, then it is raised, and closes as recovered when its cause is gone', async (rule, begins, ends) => {
    const test = await AlertingUnderTest.open();
    if (rule !== 'tier-lost') await test.arrive(tier(null, 'core', { at: '2026-10-02T00:00:00Z' }));
    await test.arrive(begins, ends);
    expect(test.told).toEqual([`AlertRaised ${rule}`, `AlertResolved ${rule}`]);
    expect(test.said[1]).toMatchObject({
      outcome: 'recovered',
      resolvedBy: 'rule',
      why: expect.stringMatching(/\w+\.$/),
    });
    expect(test.said[1]!.event).toMatchObject({
      causationid: ends.id,
      correlationid: test.said[0]!.event.correlationid,
    });
  });

  it.each([
    ['a class that is stale', satisfaction(2), satisfaction(null, { status: 'stale' })],
    ['an interest that faded', stage('comparison', true), stage('observe', false, { from: 'comparison' })],
    ['a complaint settled badly', complaint(), settled({ recovered: false })],
  ])('given %s, then it closes without a word on who was right', async (_, begins, ends) => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'top', { at: '2026-10-02T00:00:00Z' }), begins, ends);
    expect(test.said.at(-1)).toMatchObject({ type: 'AlertResolved', outcome: 'ignored', resolvedBy: 'rule' });
  });

  it.each([
    ['a risk of somebody in no tier', [risk('critical')]],
    ['a complaint of somebody in no tier', [complaint()]],
    ['an inquiry', [tier(null, 'core', { at: '2026-10-02T00:00:00Z' }), inquiry()]],
    ['an interest that is not to be recalled', [stage('comparison', false)]],
    ['a risk to be watched', [tier(null, 'core', { at: '2026-10-02T00:00:00Z' }), risk('watch')]],
    ['a tier that was entered', [tier(null, 'top'), tier('top', 'core')]],
    ['no class', [satisfaction(null)]],
    ['a case resolved that nobody knows', [settled({ caseId: 'another' })]],
  ])('given %s, then nobody is told', async (_, events) => {
    const test = await AlertingUnderTest.open();
    await test.arrive(...events);
    expect(test.told).toEqual([]);
  });

  it('given the same class told again for another month, then nothing is added', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(3), satisfaction(3, { from: 3 }));
    expect(test.told).toEqual(['AlertRaised satisfaction']);
  });

  it('given a worse state by the same rule, then the alert has one more reason and is graver', async () => {
    const test = await AlertingUnderTest.open();
    const worse = silence('very-overdue', { silentDays: 90 });
    await test.arrive(silence('overdue'), worse, silence('very-overdue', { silentDays: 91 }));
    expect(test.told).toEqual(['AlertRaised silence', 'AlertExtended silence']);
    expect(test.said).toMatchObject([
      { severity: 'warning', because: { text: 'Silent for 61 days; usually buys every 28.' } },
      {
        severity: 'serious',
        because: { text: 'Silent for 90 days; usually buys every 28.', causes: [worse.id, 'order-1'] },
      },
    ]);
    expect(test.said[1]).toMatchObject({ alertId: test.said[0]!.alertId });
    expect(test.said[1]!.event.causationid).toBe(worse.id);
  });

  it('given a milder state by the same rule, then the alert stays as it is', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1), satisfaction(2, { from: 1 }), satisfaction(3, { from: 2 }));
    expect(test.told).toEqual(['AlertRaised satisfaction']);
    expect(await test.open()).toHaveLength(1);
  });

  it('given another complaint, then it is a reason of the same alert, which closes with the last of them', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'top', { at: '2026-10-02T00:00:00Z' }), complaint());
    await test.arrive(complaint({ caseId: 'case-2', severity: 3, at: '2026-10-05T15:00:00Z' }), settled());
    expect(test.told).toEqual(['AlertRaised complaint-of-top', 'AlertExtended complaint-of-top']);
    expect(test.said[1]).toMatchObject({
      because: { text: 'Complained again on 5 October 2026, severity 3 of 3; two complaints are open.' },
    });
    await test.arrive(complaint({ caseId: 'case-3', severity: 1, at: '2026-10-05T16:00:00Z' }));
    expect(test.told.slice(2)).toEqual(['AlertExtended complaint-of-top']);
    expect((await test.open())[0]).toMatchObject({ severity: 'critical', because: { length: 3 } });
    await test.arrive(settled({ caseId: 'case-3' }), settled({ caseId: 'case-2' }));
    expect(test.said.at(-1)).toMatchObject({ type: 'AlertResolved', outcome: 'recovered' });
  });

  it('given a graver complaint about the same case, then it is one more reason; a milder one is none', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'top', { at: '2026-10-02T00:00:00Z' }), complaint({ severity: 1 }));
    await test.arrive(complaint({ severity: 3, at: '2026-10-05T15:00:00Z' }));
    await test.arrive(complaint({ severity: 2, at: '2026-10-05T16:00:00Z' }));
    expect(test.told).toEqual(['AlertRaised complaint-of-top', 'AlertExtended complaint-of-top']);
    expect(test.said[1]).toMatchObject({ because: { text: 'Complained again on 5 October 2026, severity 3 of 3.' } });
    await test.arrive(settled({ at: '2026-10-05T17:00:00Z' }));
    expect(test.said.at(-1)).toMatchObject({ type: 'AlertResolved', outcome: 'recovered' });
  });

  it('given a complaint that was settled, when they complain about it again, then it is raised anew', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'top', { at: '2026-10-02T00:00:00Z' }), complaint(), settled());
    await test.arrive(complaint({ at: '2026-10-05T15:00:00Z' }));
    expect(test.told).toEqual([
      'AlertRaised complaint-of-top',
      'AlertResolved complaint-of-top',
      'AlertRaised complaint-of-top',
    ]);
  });

  it('given signs of two rules, then each has an alert of its own', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1), silence('overdue'));
    expect((await test.open()).map(({ rule }) => rule).sort()).toEqual(['satisfaction', 'silence']);
  });

  it('given a customer who is lost, then it ends as lost, and what only says so again raises nothing', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'top', { at: '2026-10-02T00:00:00Z' }), silence('overdue'), risk('high'));
    await test.arrive(activity('lost'), tier('top', null), risk('critical'), silence('very-overdue'));
    expect(test.told.slice(2)).toEqual(['AlertResolved silence', 'AlertResolved risk']);
    for (const said of test.said.slice(2)) expect(said).toMatchObject({ outcome: 'lost', resolvedBy: 'rule' });
    await test.until('2027-10-01T00:00:00Z');
    expect(await test.open()).toEqual([]);
  });

  it('given a customer who is lost, then what stood by then is told no more, and what comes afterwards is', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(3), activity('lost', { at: '2026-10-06T09:00:00Z' }));
    await test.until('2027-01-01T00:00:00Z');
    expect(test.told.slice(1)).toEqual(['AlertResolved satisfaction']);
    await test.arrive(satisfaction(1, { from: 3, at: '2027-01-02T00:00:00Z' }));
    expect(test.told.at(-1)).toBe('AlertRaised satisfaction');
  });

  it('given a lost customer who complains, then somebody is told all the same', async () => {
    const test = await AlertingUnderTest.open({ alerts: { rules: [{ ...anyComplaint }], perAgentAndDay: 40 } });
    await test.arrive(activity('lost'), complaint());
    expect(test.told).toEqual(['AlertRaised any-complaint']);
  });

  it('given a customer who turned out to be another, then theirs are closed and no more are raised', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(satisfaction(1), example.merged('customer-2'), silence('overdue'));
    expect(test.told).toEqual(['AlertRaised satisfaction', 'AlertResolved satisfaction']);
    expect(test.said[1]).toMatchObject({ outcome: 'ignored' });
  });

  it.each([
    ['of the value that was last known', [value(90), value(null)], 72],
    ['of the qualification of a prospect', [qualification(35)], 28],
    ['of ten where neither is known', [], 8],
  ])('has a priority %s', async (_, known, priority) => {
    const test = await AlertingUnderTest.open();
    await test.arrive(...known, satisfaction(1));
    expect(test.said[0]).toMatchObject({ priority, valueAtRisk: null });
  });

  it('shows the value at risk in the decimals of the currency', async () => {
    const test = await AlertingUnderTest.open({ currency: 'JPY' });
    await test.arrive(value(50, { amount: 5391 }), satisfaction(1));
    expect(test.said[0]).toMatchObject({ valueAtRisk: '5391' });
  });

  it('given a complaint before the customer entered the tier, then it is raised when they do, for both reasons', async () => {
    const test = await AlertingUnderTest.open();
    const [complained, entered] = [complaint(), tier(null, 'top', { causes: ['order-3'] })];
    await test.arrive(complained, entered);
    expect(test.said[0]).toMatchObject({
      rule: 'complaint-of-top',
      because: { causes: [entered.id, complained.id, 'order-3'] },
    });
    expect(test.said[0]!.event.causationid).toBe(entered.id);
  });

  it('given a customer who leaves the tier after the complaint, then somebody still has to look after it', async () => {
    const test = await AlertingUnderTest.open();
    await test.arrive(tier(null, 'top', { at: '2026-10-02T00:00:00Z' }), complaint(), tier('top', null));
    expect((await test.open()).map(({ rule }) => rule).sort()).toEqual(['complaint-of-top', 'tier-lost']);
  });
});

const anyComplaint = {
  name: 'any-complaint',
  on: true,
  trigger: 'complaint',
  severity: 'serious',
  need: 1,
  suggestedAction: 'Call.',
  callWithinHours: 8,
  coolDownHours: 0,
} as const;
