import { activityOf } from './activity.js';

const ownCycle = { rule: 'own-cycle', days: 365, cycles: 2, lostAfter: 2 } as const;
const day = 20_000;

describe('the active list', () => {
  it('knows a prospect by having bought nothing', () => {
    expect(activityOf([], day, ownCycle)).toEqual({ state: 'prospect', changesOn: null, silentDays: null });
  });

  it('calls a customer new with one purchase day, active with more', () => {
    expect(activityOf([day], day, ownCycle).state).toBe('new');
    expect(activityOf([day - 1, day], day, ownCycle).state).toBe('active');
  });

  it.each([
    [364, 'new'],
    [365, 'dormant'],
    [729, 'dormant'],
    [730, 'lost'],
  ])('has somebody with one purchase %d days ago as %s', (silence, state) => {
    expect(activityOf([day - silence], day, ownCycle)).toMatchObject({ state, silentDays: silence });
  });

  it('waits twice the customer’s own cycle where that is longer', () => {
    const everyThreeHundred = [day - 1_100, day - 800, day - 500];
    expect(activityOf(everyThreeHundred, day, ownCycle).state).toBe('active');
    expect(activityOf(everyThreeHundred, day + 99, ownCycle).state).toBe('active');
    expect(activityOf(everyThreeHundred, day + 100, ownCycle).state).toBe('dormant');
  });

  it('waits the same number of days for everybody where the policy says recency', () => {
    const rule = { ...ownCycle, rule: 'recency', days: 60 } as const;
    expect(activityOf([day - 1_000, day - 59], day, rule).state).toBe('active');
    expect(activityOf([day - 1_000, day - 60], day, rule).state).toBe('dormant');
  });

  it('waits for ever where the policy says everyone', () => {
    const rule = { ...ownCycle, rule: 'everyone' } as const;
    expect(activityOf([1], day, rule)).toMatchObject({ state: 'new', changesOn: null });
  });

  it('waits on while they are likelier a customer than not, where that is longer', () => {
    const days = [day - 1_270, day - 1_090, day - 910, day - 730, day - 550, day - 370];
    expect(activityOf(days, day, ownCycle).state).toBe('dormant');
    expect(activityOf(days, day, ownCycle, day + 41)).toMatchObject({ state: 'active', changesOn: day + 41 });
    expect(activityOf(days, day + 41, ownCycle, day + 41).state).toBe('dormant');
    expect(activityOf(days, day, ownCycle, day - 200).state).toBe('dormant');
    expect(activityOf(days, day, ownCycle, Number.POSITIVE_INFINITY)).toMatchObject({
      state: 'active',
      changesOn: null,
    });
  });

  it('names the very day on which the state changes, and none before', () => {
    for (const days of [[day], [day - 30, day], [day - 401, day], [day - 1_000, day - 201, day]]) {
      let now = day;
      for (const expected of ['dormant', 'lost']) {
        const { changesOn, state } = activityOf(days, now, ownCycle);
        expect(activityOf(days, changesOn! - 1, ownCycle).state).toBe(state);
        expect(activityOf(days, changesOn!, ownCycle).state).toBe(expected);
        now = changesOn!;
      }
      expect(activityOf(days, now, ownCycle).changesOn).toBeNull();
    }
  });

  it('counts no silence for a purchase that is dated ahead', () => {
    expect(activityOf([day + 1], day, ownCycle)).toMatchObject({ state: 'new', silentDays: 0 });
  });
});
