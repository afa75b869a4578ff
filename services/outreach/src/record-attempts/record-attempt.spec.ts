import { recordAttempt } from './record-attempt.js';

const now = Date.parse('2026-03-01T10:00:00Z');
const trace = { correlationid: 'r1', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const record = (body: unknown) => recordAttempt('customer-1', body, now, trace);
const reached = { channel: 'phone', result: 'reached' };

describe('recording an attempt', () => {
  it('given all there is to say, then ContactAttempted says it, with times in UTC', () => {
    const { event, attemptId } = record({
      channel: 'phone',
      result: 'call-back',
      agentId: 'a7',
      attemptId: 'x-1',
      at: '2026-03-01T09:30:00+01:00',
      callBackAt: '2026-03-02T09:00:00+01:00',
    });
    expect(attemptId).toBe('x-1');
    expect(event).toMatchObject({
      topic: 'interactions',
      type: 'ContactAttempted',
      subject: 'customer-1',
      time: '2026-03-01T08:30:00.000Z',
      correlationid: 'r1',
    });
    expect(JSON.parse(event.data)).toEqual({
      source: 'calls',
      attemptId: 'x-1',
      channel: 'phone',
      result: 'call-back',
      agentId: 'a7',
      callBackAt: '2026-03-02T08:00:00.000Z',
    });
  });

  it('given no id, then the same said of the same moment is the same', () => {
    const at = '2026-03-01T09:00:00Z';
    expect(record({ ...reached, at }).event).toEqual(record({ ...reached, at }).event);
    expect(record({ ...reached, at }).event.id).not.toBe(record(reached).event.id);
  });

  it.each([
    ['nothing', null, undefined],
    ['a list', [reached], undefined],
    ['a foreign field', { ...reached, note: 'x' }, 'note'],
    ['no channel', { result: 'reached' }, 'channel'],
    ['a result that is none', { ...reached, result: 'maybe' }, 'result'],
    ['a time without offset', { ...reached, at: '2026-03-01T09:00:00' }, 'at'],
    ['a day that is none', { ...reached, at: '2026-02-30T09:00:00Z' }, 'at'],
    ['a time two days ahead', { ...reached, at: '2026-03-03T10:00:01Z' }, 'at'],
    ['a call back of who was reached', { ...reached, callBackAt: '2026-03-02T09:00:00Z' }, 'callBackAt'],
    ['a call back in the past', { ...reached, result: 'call-back', callBackAt: '2026-03-01T09:00:00Z' }, 'callBackAt'],
    ['an empty agent', { ...reached, agentId: ' ' }, 'agentId'],
  ])('given %s, then it is refused by its field', (_, body, field) => {
    expect(() => record(body)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
  });
});
