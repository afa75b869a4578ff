import { RecentStates } from './recent-states.js';

describe('the states used last', () => {
  it('are kept by subject with their version', () => {
    const recent = new RecentStates<string>(2);
    recent.put('a', 1, 'one');
    recent.put('a', 2, 'two');
    expect(recent.get('a')).toEqual({ version: 2, state: 'two' });
    expect(recent.get('b')).toBeUndefined();
  });

  it('let go of the one that was written longest ago when there are too many', () => {
    const recent = new RecentStates<string>(2);
    recent.put('a', 1, '');
    recent.put('b', 1, '');
    recent.put('a', 2, '');
    recent.put('c', 1, '');
    expect(['a', 'b', 'c'].map((subject) => recent.get(subject)?.version)).toEqual([2, undefined, 1]);
  });

  it('are forgotten one by one or all at once', () => {
    const recent = new RecentStates<string>(3);
    for (const subject of ['a', 'b', 'c']) recent.put(subject, 1, '');
    recent.forget('a');
    expect(recent.get('a')).toBeUndefined();
    recent.clear();
    expect(recent.get('b')).toBeUndefined();
  });
});
