import { RecentStates } from './recent-states.js';

describe('the states used last', () => {
  it('are kept by subject with their version', () => {
    const recent = new RecentStates<string>({ states: 2, characters: 100 });
    recent.put('a', 1, 'one', 1);
    recent.put('a', 2, 'two', 1);
    expect(recent.get('a')).toMatchObject({ version: 2, state: 'two' });
    expect(recent.get('b')).toBeUndefined();
  });

  it('are at most as many as they may be, and the last half as many are always there', () => {
    const recent = new RecentStates<string>({ states: 6, characters: 100 });
    const subjects = Array.from({ length: 20 }, (_, nth) => `c-${nth}`);
    for (const [nth, subject] of subjects.entries()) {
      recent.put(subject, 1, '', 1);
      recent.put('often', nth, '', 1);
      const kept = [...subjects, 'often'].filter((each) => recent.get(each) !== undefined);
      expect(kept.length).toBeLessThanOrEqual(6);
      expect(kept).toEqual(expect.arrayContaining([...subjects.slice(Math.max(0, nth - 1), nth + 1), 'often']));
      expect(recent.get('often')?.version).toBe(nth);
    }
  });

  it('are fewer where they are larger, and the last one is there however large', () => {
    const recent = new RecentStates<string>({ states: 100, characters: 40 });
    const subjects = Array.from({ length: 12 }, (_, nth) => `c-${nth}`);
    for (const [nth, subject] of subjects.entries()) {
      recent.put(subject, 1, '', 5);
      recent.put(subject, 2, '', 5);
      const kept = subjects.filter((each) => recent.get(each) !== undefined);
      expect(kept.length).toBeLessThanOrEqual(8);
      expect(kept).toEqual(expect.arrayContaining(subjects.slice(Math.max(0, nth - 3), nth + 1)));
    }
    recent.put('large', 1, '', 1_000);
    expect(recent.get('large')?.version).toBe(1);
  });

  it('are forgotten one by one or all at once', () => {
    const recent = new RecentStates<string>({ states: 4, characters: 100 });
    for (const subject of ['a', 'b', 'a', 'c']) recent.put(subject, 1, '', 1);
    recent.forget('a');
    expect(recent.get('a')).toBeUndefined();
    recent.clear();
    expect(recent.get('b')).toBeUndefined();
  });
});
