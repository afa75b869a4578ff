import { RecentStates } from './recent-states.js';

describe('the states used last', () => {
  it('are kept by subject with their version', () => {
    const recent = new RecentStates<string>(2);
    recent.put('a', 1, 'one');
    recent.put('a', 2, 'two');
    expect(recent.get('a')).toEqual({ version: 2, state: 'two' });
    expect(recent.get('b')).toBeUndefined();
  });

  it('are at most as many as they may be, and the last half as many are always there', () => {
    const recent = new RecentStates<string>(6);
    const subjects = Array.from({ length: 20 }, (_, nth) => `c-${nth}`);
    for (const [nth, subject] of subjects.entries()) {
      recent.put(subject, 1, '');
      recent.put('often', nth, '');
      const kept = [...subjects, 'often'].filter((each) => recent.get(each) !== undefined);
      expect(kept.length).toBeLessThanOrEqual(6);
      expect(kept).toEqual(expect.arrayContaining([...subjects.slice(Math.max(0, nth - 1), nth + 1), 'often']));
      expect(recent.get('often')?.version).toBe(nth);
    }
  });

  it('are forgotten one by one or all at once', () => {
    const recent = new RecentStates<string>(4);
    for (const subject of ['a', 'b', 'a', 'c']) recent.put(subject, 1, '');
    recent.forget('a');
    expect(recent.get('a')).toBeUndefined();
    recent.clear();
    expect(recent.get('b')).toBeUndefined();
  });
});
