import { callsPerTest } from '../../test/calls-under-test.js';
import {
  alertExtended,
  alertRaised,
  alertResolved,
  alertSnoozed,
  attempted,
  classChanged,
  qualified,
  riskChanged,
  silent,
  stageChanged,
  tierChanged,
  valueChanged,
} from '../../test/example-facts.js';

const theList = callsPerTest();

describe('how much a customer needs a call', () => {
  it.each([
    ['a critical alert', alertRaised('x', { severity: 'critical' }), 1],
    ['a serious alert', alertRaised('x', { severity: 'serious' }), 0.8],
    ['a warning', alertRaised('x', { severity: 'warning' }), 0.6],
    ['a hint', alertRaised('x', { severity: 'info' }), 0.4],
    ['a churn risk', riskChanged(63, 'high'), 0.63],
    ['an overdue silence', silent('overdue'), 0.5],
    ['a long overdue silence', silent('very-overdue'), 0.7],
    ['satisfaction class 1', classChanged(1), 0.9],
    ['satisfaction class 2', classChanged(2), 0.6],
    ['satisfaction class 3', classChanged(3), 0.5],
    ['satisfaction class 4', classChanged(4), 0.7],
    ['interest without purchase', stageChanged('sku-1', { probability: 0.7 }), 0.28],
  ])('given %s, then the need is its own, and priority is value x need', async (_, event, need) => {
    const list = theList();
    await list.arrive(valueChanged(80.5), event);
    const call = await list.call();
    expect(call).toMatchObject({ onList: true, need, reasons: [{ need, causes: [event.id] }] });
    expect(await list.list()).toEqual([['customer-1', Math.round(80.5 * need * 100) / 100]]);
  });

  it('given several reasons, then the strongest decides and the others stand behind it', async () => {
    const list = theList();
    await list.arrive(riskChanged(55, 'high'), stageChanged('sku-1', { seq: 2 }), classChanged(1), silent('overdue'));
    expect((await list.call()).reasons.map(({ kind }) => kind)).toEqual(['satisfaction', 'risk', 'silence', 'recall']);
  });

  it('given a risk in the low band, then nobody need call for that', async () => {
    const list = theList();
    await list.arrive(valueChanged(99), riskChanged(29, 'low'));
    expect(await list.call()).toMatchObject({ onList: false, holds: [{ kind: 'no-reason' }] });
  });

  it('given a promised call, when its time has come, then nothing needs it more', async () => {
    const list = theList();
    await list.arrive(valueChanged(50), attempted('call-back', { callBackAt: '2026-03-02T09:00:00Z' }));
    await list.wakeAt('2026-03-02T09:00:00Z');
    expect(await list.call()).toMatchObject({ onList: true, need: 1, priority: 50, reasons: [{ kind: 'call-back' }] });
  });

  it('given scores that went back, then their reasons are gone', async () => {
    const list = theList();
    await list.arrive(riskChanged(80, 'critical'), silent('overdue'), classChanged(1), stageChanged('sku-1'));
    const back = { seq: 2 };
    await list.arrive(
      riskChanged(10, 'low', { ...back, fromBand: 'critical' }),
      silent('on-time', { ...back, from: 'overdue' }),
      classChanged(null, { ...back, from: 1 }),
      stageChanged('sku-1', { ...back, recall: false }),
    );
    expect(await list.call()).toMatchObject({ onList: false, reasons: [] });
  });

  it('given a change that is older than what is known, then it changes nothing', async () => {
    const list = theList();
    await list.arrive(valueChanged(90, { seq: 7 }), riskChanged(80, 'critical', { seq: 8 }));
    await list.arrive(valueChanged(10, { seq: 2 }), riskChanged(31, 'watch', { seq: 3 }));
    expect(await list.call()).toMatchObject({ value: 90, need: 0.8 });
  });
});

describe('what a customer is worth to the list', () => {
  it('given a prospect, then their qualification; given nothing at all, then 10', async () => {
    const list = theList();
    await list.arrive(qualified(40), stageChanged('sku-1', { probability: 1 }));
    await list.arrive(alertRaised('x', { customer: 'customer-2', severity: 'critical' }));
    expect(await list.list()).toEqual([
      ['customer-1', 16],
      ['customer-2', 10],
    ]);
    expect(await list.call('customer-2')).toMatchObject({ valueFrom: 'unknown' });
  });

  it('given a prospect who has bought, then the value score holds', async () => {
    const list = theList();
    await list.arrive(qualified(40), valueChanged(70), tierChanged('top'), classChanged(1));
    expect(await list.call()).toMatchObject({ value: 70, valueFrom: 'score', tier: 'top', priority: 63 });
  });
});

describe('alerts on the list', () => {
  it('given several, then one is to call by the earliest of their times, and do what the gravest suggests', async () => {
    const list = theList();
    await list.arrive(
      alertRaised('mild', { severity: 'info', callBy: '2026-03-02T10:00:00Z' }),
      alertRaised('grave', { severity: 'critical', callBy: '2026-03-03T10:00:00Z', text: 'A grave complaint.' }),
    );
    expect(await list.call()).toMatchObject({
      callBy: '2026-03-02T10:00:00.000Z',
      suggestedAction: 'Settle grave.',
      reasons: [{ text: 'A grave complaint.', need: 1 }, { need: 0.4 }],
    });
  });

  it('given one that was extended, then its newest reason is told, and every cause', async () => {
    const list = theList();
    const [raised, extended] = [
      alertRaised('x'),
      alertExtended('x', { at: '2026-03-01T11:00:00Z', severity: 'critical' }),
    ];
    await list.arrive(raised, extended, extended);
    expect((await list.call()).reasons).toEqual([
      { kind: 'alert', text: 'They fell again.', need: 1, causes: [extended.id, raised.id] },
    ]);
  });

  it('given one that is resolved, then it is off the list, also when it is told again', async () => {
    const list = theList();
    const raised = alertRaised('x');
    await list.arrive(raised, alertResolved('x'));
    await list.book.apply(
      (await list.log.read({ topics: ['alerts'], limit: 1 })).events.map((e) => ({ ...e, offset: 99 })),
    );
    expect(await list.call()).toMatchObject({ onList: false, holds: [{ kind: 'no-reason' }] });
  });

  it('given one that is put aside, then it comes back at its time', async () => {
    const list = theList();
    await list.arrive(alertRaised('x'), alertSnoozed('x', '2026-03-05T08:00:00Z'));
    expect(await list.call()).toMatchObject({ onList: false, changesAt: '2026-03-05T08:00:00.000Z' });
    await list.wakeAt('2026-03-05T07:59:59Z');
    expect(await list.list()).toEqual([]);
    await list.wakeAt('2026-03-05T08:00:00Z');
    expect(await list.list()).toEqual([['customer-1', 8]]);
  });
});
