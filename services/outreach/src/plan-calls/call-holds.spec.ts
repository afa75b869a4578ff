import { callsPerTest } from '../../test/calls-under-test.js';
import {
  alertRaised,
  attempted,
  callsRuled,
  classChanged,
  consented,
  contacted,
  merged,
  phoneLinked,
  riskChanged,
  valueChanged,
} from '../../test/example-facts.js';

const theList = callsPerTest();
const worried = () => [valueChanged(50), classChanged(1)];
const holds = async () => (await theList().call()).holds.map(({ kind }) => kind);

describe('consent', () => {
  it('given a customer who does not want calls, then no call, however worthy, and the list says why', async () => {
    const no = consented(false);
    await theList().arrive(...worried(), no);
    expect(await theList().call()).toMatchObject({
      onList: false,
      priority: 45,
      holds: [{ kind: 'no-consent', text: 'They do not want to be called.', until: null, causes: [no.id] }],
    });
    expect(await theList().list()).toEqual([]);
  });

  it('given words on calls and on any contact, then the later one holds, whichever is heard first', async () => {
    await theList().arrive(
      ...worried(),
      consented(true, { channel: 'phone', at: '2026-02-02T00:00:00Z' }),
      consented(false, { channel: 'any', at: '2026-02-01T00:00:00Z' }),
    );
    expect(await holds()).toEqual([]);
    await theList().arrive(consented(false, { channel: 'any', at: '2026-02-03T00:00:00Z' }));
    expect(await holds()).toEqual(['no-consent']);
  });

  it('given no word on e-mail, then calls are not touched by it', async () => {
    await theList().arrive(...worried(), consented(false, { channel: 'email' }));
    expect(await holds()).toEqual([]);
  });

  it('given rules that ask for consent, then nobody without a word of it is called, and a policy moves the list', async () => {
    await theList().arrive(...worried());
    expect(await theList().list()).toEqual([['customer-1', 45]]);
    await theList().arrive(callsRuled({ allowedWithoutConsent: false }));
    expect(await theList().list()).toEqual([]);
    expect(await holds()).toEqual(['no-consent']);
    await theList().arrive(consented(true));
    expect(await theList().list()).toEqual([['customer-1', 45]]);
  });
});

describe('contact caps', () => {
  it('given three contacts that we began within fourteen days, then the next is allowed when the oldest is over', async () => {
    await theList().arrive(
      ...worried(),
      contacted({ at: '2026-02-20T10:00:00Z', channel: 'email' }),
      contacted({ at: '2026-02-22T10:00:00Z' }),
      contacted({ at: '2026-02-25T10:00:00Z', channel: 'mail' }),
    );
    expect(await theList().call()).toMatchObject({
      onList: false,
      holds: [{ kind: 'contacted-too-often', until: '2026-03-06T10:00:00.000Z' }],
    });
    await theList().wakeAt('2026-03-06T09:59:59Z');
    expect(await theList().list()).toEqual([]);
    await theList().wakeAt('2026-03-06T10:00:00Z');
    expect(await theList().list()).toEqual([['customer-1', 45]]);
  });

  it('given contacts that the customer or a machine began, then they do not count', async () => {
    const others = ['2026-02-20', '2026-02-21', '2026-02-22', '2026-02-23'].map((day, i) =>
      contacted({ at: `${day}T10:00:00Z`, ...(i % 2 === 0 ? { direction: 'in' } : { automatic: 'auto-reply' }) }),
    );
    await theList().arrive(...worried(), ...others);
    expect(await holds()).toEqual([]);
  });

  it('given a call that the caller and the telephone system tell of, then it is one contact', async () => {
    await theList().arrive(callsRuled({ mostContacts: 2, retryAfterHours: 1 }), ...worried());
    await theList().arrive(
      attempted('left-message', { at: '2026-02-27T10:00:00Z' }),
      contacted({ at: '2026-02-27T10:20:00Z' }),
    );
    expect(await holds()).toEqual([]);
    await theList().arrive(contacted({ at: '2026-02-27T10:20:00Z', channel: 'email' }));
    expect(await holds()).toEqual(['contacted-too-often']);
  });

  it('given attempts that the customer never heard of, then they are no contacts', async () => {
    await theList().arrive(callsRuled({ mostContacts: 1, retryAfterHours: 1 }), ...worried());
    await theList().arrive(attempted('no-answer', { at: '2026-02-27T10:00:00Z' }));
    expect(await holds()).toEqual([]);
    await theList().arrive(attempted('left-message', { at: '2026-02-28T10:00:00Z' }));
    expect(await holds()).toEqual(['contacted-too-often']);
  });
});

describe('attempts', () => {
  it('given one that reached nobody, then the next is due after the hours of the policy', async () => {
    await theList().arrive(...worried(), attempted('no-answer'));
    expect(await theList().call()).toMatchObject({
      onList: false,
      attempts: 1,
      holds: [{ kind: 'retry-later', until: '2026-03-02T10:00:00.000Z' }],
    });
    await theList().wakeAt('2026-03-02T10:00:00Z');
    expect(await theList().call()).toMatchObject({ onList: true, attempts: 1 });
  });

  it('given news a minute before the next attempt is due, then it is still made on time', async () => {
    await theList().arrive(...worried(), attempted('no-answer'));
    await theList().wakeAt('2026-03-02T09:59:00Z');
    await theList().arrive(valueChanged(60, { seq: 5 }));
    expect(await theList().list()).toEqual([]);
    await theList().wakeAt('2026-03-02T10:00:00Z');
    expect(await theList().list()).toEqual([['customer-1', 54]]);
  });

  it('given one that the caller and the telephone system tell of, then it counts once', async () => {
    await theList().arrive(
      ...worried(),
      attempted('no-answer', { at: '2026-03-01T09:00:00Z' }),
      attempted('no-answer', { at: '2026-03-01T09:01:00Z' }),
    );
    expect((await theList().call()).attempts).toBe(1);
  });

  it('given as many as the policy allows, then they are given up until something new happens', async () => {
    const days = ['2026-02-20', '2026-02-22', '2026-02-24', '2026-02-26', '2026-02-28'];
    await theList().arrive(valueChanged(50), classChanged(1, { at: '2026-02-19T10:00:00Z' }));
    await theList().arrive(...days.map((day) => attempted('no-answer', { at: `${day}T08:00:00Z` })));
    expect(await holds()).toEqual(['attempts-used-up']);
    await theList().wakeAt('2027-01-01T00:00:00Z');
    expect(await theList().list()).toEqual([]);
    await theList().arrive(alertRaised('new', { at: '2027-01-01T00:00:00Z' }));
    expect(await theList().call()).toMatchObject({ onList: true, attempts: 0, reasons: [{ kind: 'alert' }] });
  });

  it('given one that reached the customer, then it is over until something new happens', async () => {
    await theList().arrive(...worried(), riskChanged(60, 'high'), attempted('reached', { at: '2026-03-01T12:00:00Z' }));
    expect(await holds()).toEqual(['reached']);
    await theList().arrive(riskChanged(66, 'high', { seq: 2, fromBand: 'high', at: '2026-03-02T12:00:00Z' }));
    expect(await holds()).toEqual(['reached']);
    await theList().arrive(riskChanged(80, 'critical', { seq: 3, fromBand: 'high', at: '2026-03-03T12:00:00Z' }));
    expect(await theList().call()).toMatchObject({ onList: true, reasons: [{ kind: 'risk', need: 0.8 }] });
  });

  it('given a result that is told before its reason, then it is the same', async () => {
    await theList().arrive(attempted('reached', { at: '2026-03-01T12:00:00Z' }), ...worried());
    expect(await holds()).toEqual(['reached']);
  });

  it('given a refusal, then no call until they allow it again or come by themselves', async () => {
    await theList().arrive(...worried(), attempted('refused', { at: '2026-03-01T12:00:00Z' }));
    await theList().arrive(alertRaised('new', { at: '2026-03-01T13:00:00Z' }));
    expect(await holds()).toEqual(['refused']);
    await theList().arrive(consented(true, { at: '2026-03-01T14:00:00Z' }));
    expect(await holds()).toEqual([]);
    const also = { customer: 'customer-2' };
    await theList().arrive(
      attempted('refused', { ...also, at: '2026-03-01T12:00:00Z' }),
      contacted({ ...also, at: '2026-03-01T15:00:00Z', direction: 'in' }),
      alertRaised('other', { ...also, at: '2026-03-01T15:00:00Z' }),
    );
    expect(await theList().list()).toContainEqual(['customer-2', 8]);
  });

  it('given a wrong number, then no call until another is known', async () => {
    await theList().arrive(...worried(), attempted('wrong-number'));
    await theList().wakeAt('2026-04-01T00:00:00Z');
    expect(await holds()).toEqual(['wrong-number']);
    await theList().arrive(phoneLinked({ at: '2026-04-01T00:00:00Z' }));
    expect(await holds()).toEqual([]);
  });

  it('given a promise to call back, then not before its time, and then in spite of the caps', async () => {
    await theList().arrive(callsRuled({ mostContacts: 1 }), ...worried());
    await theList().arrive(attempted('call-back', { callBackAt: '2026-03-01T16:00:00Z' }));
    expect(await theList().call()).toMatchObject({ onList: false, callBackAt: '2026-03-01T16:00:00.000Z' });
    expect((await holds())[0]).toBe('call-back-later');
    await theList().wakeAt('2026-03-01T16:00:00Z');
    expect(await theList().call()).toMatchObject({ onList: true, need: 1 });
    await theList().arrive(attempted('reached', { at: '2026-03-01T16:05:00Z' }));
    expect(await theList().call()).toMatchObject({ onList: false, callBackAt: null });
  });

  it('given a promise without a time, then after the hours of the policy', async () => {
    await theList().arrive(...worried(), attempted('call-back'));
    expect((await theList().call()).callBackAt).toBe('2026-03-02T10:00:00.000Z');
  });
});

describe('merged customers', () => {
  it('given one who is the same as another, then only the other is called', async () => {
    const told = merged('customer-2');
    await theList().arrive(...worried(), told);
    expect(await theList().call()).toMatchObject({ onList: false, holds: [{ kind: 'merged', causes: [told.id] }] });
  });
});
