import { failureOf } from '@vilfredo/event-sourcing';
import { defaultPolicy } from '../policy/default-policy.js';
import { readTrial } from './read-trial.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('what is to be tried', () => {
  it('given rules alone, when it is read, then they are tried on the year before now, with cut-offs every week', () => {
    expect(readTrial({ policy: { name: 'v2' } }, now)).toEqual({
      candidate: { ...defaultPolicy, name: 'v2' },
      from: Date.parse('2025-03-01T12:00:00Z'),
      to: now,
      cutoffsEveryDays: 7,
      limit: 50,
    });
  });

  it('given everything, when it is read, then it is tried as asked', () => {
    const asked = { policy: {}, from: '2025-01-01', to: '2025-07-01T00:00:00+02:00', cutoffsEveryDays: 30, limit: 5 };
    expect(readTrial(asked, now)).toMatchObject({
      from: Date.parse('2025-01-01T00:00:00Z'),
      to: Date.parse('2025-06-30T22:00:00Z'),
      cutoffsEveryDays: 30,
      limit: 5,
    });
  });

  it.each<[string, unknown, string, RegExp]>([
    ['no object', [], 'trial', /JSON object/],
    ['no rules', {}, 'policy', /missing/],
    ['wrong rules', { policy: { window: -1 } }, 'window', /window/],
    ['a member that is none', { policy: {}, until: '2026-01-01' }, 'until', /nothing that a trial goes by/],
    ['a time that is none', { policy: {}, from: 'yesterday' }, 'from', /must be a time/],
    ['a period that ends in the future', { policy: {}, to: '2026-03-02' }, 'to', /later than now/],
    ['a period that begins when it ends', { policy: {}, from: '2026-01-01', to: '2026-01-01' }, 'from', /before `to`/],
    ['cut-offs twice a day', { policy: {}, cutoffsEveryDays: 0.5 }, 'cutoffsEveryDays', /whole number from 1 to 366/],
    ['a limit as text', { policy: {}, limit: '5' }, 'limit', /whole number from 1 to 10000/],
  ])('given %s, when it is read, then it is refused with field and reason', (_, asked, field, reason) => {
    const read = () => readTrial(asked, now);
    expect(read).toThrow(reason);
    try {
      read();
    } catch (error) {
      expect(failureOf(error)).toMatchObject({ kind: 'invalid', field });
    }
  });
});
