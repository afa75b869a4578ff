import fc from 'fast-check';
import { type CallLeg, mergeLegs } from './call-leg.js';
import { decideCall, ownNumbers } from './decide-call.js';

const leg = (changes: Partial<CallLeg> = {}): CallLeg => ({
  callId: '1759651200.7',
  from: '+442079460107',
  to: '4000',
  at: '2026-10-05T08:00:00.000Z',
  result: 'answered',
  talkSeconds: 61,
  ...changes,
});

const isOwn = ownNumbers(['^[0-9]{2,5}$', '^\\+4940']);
const decided = (...legs: CallLeg[]) => decideCall(legs, 'pbx', isOwn);

describe('a call', () => {
  it('given one that came in and was answered, then it is a contact of the time talked, by number', () => {
    expect(decided(leg({ calledAgentId: '101' }))).toEqual({
      source: 'pbx',
      interactionId: '1759651200.7',
      contactPoint: { kind: 'phone', value: '+442079460107' },
      channel: 'phone',
      direction: 'in',
      at: '2026-10-05T08:00:00.000Z',
      durationSeconds: 61,
      agentId: '101',
    });
  });

  it.each(['no-answer', 'busy', 'failed'] as const)(
    'given one that came in and was %s, then it is a lost call',
    (result) => {
      const lost = decided(leg({ result, talkSeconds: 5, calledAgentId: '101' }));
      expect(lost).toMatchObject({ direction: 'in', durationSeconds: 0 });
      expect(lost).not.toHaveProperty('agentId');
    },
  );

  it('given one that we made and somebody answered, then it is a contact of ours', () => {
    const call = leg({ from: '101', to: '02079460107', callingAgentId: '101' });
    expect(decided(call)).toMatchObject({
      direction: 'out',
      contactPoint: { value: '02079460107' },
      agentId: '101',
      durationSeconds: 61,
    });
  });

  it.each(['no-answer', 'busy', 'failed'] as const)(
    'given one that we made and that was %s, then it is an attempt',
    (result) => {
      expect(decided(leg({ from: '101', to: '02079460107', result, talkSeconds: 0, callingAgentId: '101' }))).toEqual({
        kind: 'attempt',
        source: 'pbx',
        attemptId: '1759651200.7',
        contactPoint: { kind: 'phone', value: '02079460107' },
        channel: 'phone',
        result: 'no-answer',
        at: '2026-10-05T08:00:00.000Z',
        agentId: '101',
      });
    },
  );

  it.each([
    ['between two of ours', { from: '101', to: '102' }, '', 'internalCall'],
    ['from a withheld number', { from: 'Anonymous' }, 'from', 'withheldNumber'],
    ['from nowhere', { from: '' }, 'from', 'withheldNumber'],
    ['to no number', { from: '101', to: 'alice' }, 'to', 'noNumber'],
  ])('given one %s, then it is refused', (_, changes, field, reason) => {
    expect(decided(leg(changes))).toEqual({ field, reason });
  });

  it('given a customer by id, then a withheld number is no trouble', () => {
    expect(decided(leg({ from: 'anonymous', customerId: 'c1' }))).toMatchObject({ customerId: 'c1' });
  });

  it('given a number as an address of SIP, then the number is what counts', () => {
    expect(decided(leg({ from: 'sip:+442079460107@example.net' }))).toMatchObject({
      contactPoint: { value: '+442079460107' },
    });
  });

  it('given a switch that tells the direction, then patterns are not asked', () => {
    expect(decideCall([leg({ direction: 'out' })], 'pbx', undefined)).toMatchObject({
      direction: 'out',
      contactPoint: { value: '4000' },
    });
    expect(decideCall([leg()], 'pbx', undefined)).toEqual({ field: 'direction', reason: 'unknownDirection' });
  });
});

describe('the legs of a call', () => {
  const rang = leg({ result: 'no-answer', talkSeconds: 0, calledAgentId: '101' });
  const answered = leg({ at: '2026-10-05T08:00:20.000Z', calledAgentId: '102' });
  const passedOn = leg({
    at: '2026-10-05T08:02:00.000Z',
    from: '102',
    to: '103',
    talkSeconds: 30,
    calledAgentId: '103',
  });

  it('given one that rang in vain and one that was answered, then the call was answered and not passed on', () => {
    expect(mergeLegs([rang, answered])).toMatchObject({
      call: { result: 'answered', talkSeconds: 61, calledAgentId: '102', at: rang.at },
      transferred: false,
    });
  });

  it('given two that were answered by different agents, then the customer was passed on', () => {
    expect(decided(rang, answered, passedOn)).toMatchObject({
      direction: 'in',
      durationSeconds: 91,
      agentId: '103',
      transferred: true,
    });
  });

  it('given any order of them, then it is the same call', () => {
    const shuffled = fc.shuffledSubarray([rang, answered, passedOn], { minLength: 3 });
    fc.assert(fc.property(shuffled, (legs) => expect(decided(...legs)).toEqual(decided(rang, answered, passedOn))));
  });
});
