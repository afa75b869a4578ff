import fc from 'fast-check';
import { type MonthlyRating, shippedSatisfactionRules } from './satisfaction-class.js';
import { satisfactionOf, satisfactionOfMonths } from './satisfaction-of.js';

const june = 2024 * 12 + 5;

/** Ratings by months before June 2024, one a month unless listed; the later in a list, the later in the month. */
function rated(byAge: Readonly<Record<number, number | readonly number[]>>): MonthlyRating[] {
  return Object.entries(byAge)
    .map(([age, values]) => ({ month: june - Number(age), values: [values].flat() }))
    .flatMap(({ month, values }) => values.map((value, i) => ({ time: month * 100 + i, month, value })));
}

const found = (byAge: Readonly<Record<number, number | readonly number[]>>, now = june) => {
  const { class: riskClass, status, evidence, flags, named } = satisfactionOf(rated(byAge), now);
  return { riskClass, status, evidence, flags, named: named.map((month) => june - month) };
};

describe('class 1 and class 2: three decreases in a row', () => {
  it('given four months of decline and dissatisfied now, then class 1, strictly', () => {
    expect(found({ 3: 5, 2: 4, 1: 3, 0: 2 })).toEqual({
      riskClass: 1,
      status: 'classified',
      evidence: 'strict',
      flags: [],
      named: [3, 2, 1, 0],
    });
  });

  it('given the same and still satisfied, then class 2', () => {
    expect(found({ 3: 5, 2: 4.6, 1: 4.2, 0: 3.8 })).toMatchObject({ riskClass: 2, evidence: 'strict' });
  });

  it('given several ratings a month, then means make the decline, and the latest rating says how they feel now', () => {
    const months = { 3: [5, 4], 2: 4, 1: [3, 4] };
    expect(found({ ...months, 0: [2, 4] })).toMatchObject({ riskClass: 2 });
    expect(found({ ...months, 0: [4, 2] })).toMatchObject({ riskClass: 1 });
  });

  it('given four rated months over a span of six, then the evidence is sparse; over seven, then it is no run', () => {
    expect(found({ 6: 5, 4: 4, 2: 3, 0: 2 })).toMatchObject({ riskClass: 1, evidence: 'sparse' });
    expect(found({ 7: 5, 4: 4, 2: 3, 0: 2 })).toMatchObject({ riskClass: 3, evidence: 'recent-decline' });
  });

  it('given no rating in the month after, then the class stays', () => {
    expect(found({ 3: 5, 2: 4, 1: 3, 0: 2 }, june + 1)).toMatchObject({ riskClass: 1, evidence: 'strict' });
  });

  it('given drops of 0.25 in decimals that no computer holds exactly, then they are decreases', () => {
    expect(found({ 3: 4.6, 2: 4.35, 1: 4.1, 0: 3.85 })).toMatchObject({ riskClass: 2 });
  });

  it('given drops smaller than 0.25, then they are no decreases', () => {
    expect(found({ 3: 4, 2: 3.9, 1: 3.8, 0: 3.7 })).toMatchObject({ riskClass: null, evidence: 'none', flags: [] });
  });
});

describe('class 3: a recent decrease', () => {
  it('given two decreases only, then class 3, and it names the latest', () => {
    expect(found({ 2: 5, 1: 4, 0: 2 })).toEqual({
      riskClass: 3,
      status: 'classified',
      evidence: 'recent-decline',
      flags: [],
      named: [1, 0],
    });
  });

  it('given a dip that was made good within three months, then class 3', () => {
    expect(found({ 2: 5, 1: 2, 0: 5 })).toMatchObject({ riskClass: 3, named: [2, 1] });
  });

  it('given a decrease before the last three months, then none', () => {
    expect(found({ 5: 5, 4: 3, 1: 3, 0: 3.1 })).toMatchObject({ riskClass: null, status: 'none', flags: [] });
    expect(found({ 4: 5, 3: 3, 1: 3, 0: 3.1 })).toMatchObject({ riskClass: null });
    expect(found({ 4: 5, 2: 3, 1: 3, 0: 3.1 })).toMatchObject({ riskClass: 3, named: [4, 2] });
  });
});

describe('class 4: nothing changed and never satisfied', () => {
  it('given low ratings without change, then class 4, with two rated months as with three', () => {
    expect(found({ 2: 2, 1: 2, 0: 2 })).toMatchObject({
      riskClass: 4,
      evidence: 'flat-dissatisfied',
      named: [2, 1, 0],
    });
    expect(found({ 2: 2, 0: 2 })).toMatchObject({ riskClass: 4, named: [2, 0] });
  });

  it('given ratings that are high all along, then none', () => {
    expect(found({ 2: 5, 1: 5, 0: 5 })).toMatchObject({ riskClass: null, flags: [] });
  });
});

describe('no class', () => {
  it('given a single bad rating, or improving but unhappy, then it is watched', () => {
    expect(found({ 0: 1 })).toMatchObject({ riskClass: null, flags: ['watch-dissatisfied'], named: [0] });
    expect(found({ 1: 1, 0: 2 })).toMatchObject({ riskClass: null, flags: ['watch-dissatisfied'] });
  });

  it('given no ratings, then none', () => {
    expect(satisfactionOf([], june)).toEqual({
      class: null,
      status: 'none',
      evidence: 'none',
      flags: [],
      months: [],
      latest: null,
      named: [],
    });
  });

  it('given a latest rating three months old, then it still counts; older, then it is stale', () => {
    const months = { 3: 5, 2: 4, 1: 3, 0: 2 };
    expect(found(months, june + 3)).toMatchObject({ riskClass: 1, status: 'classified' });
    expect(found(months, june + 4)).toMatchObject({ riskClass: null, status: 'stale', evidence: 'none', flags: [] });
  });

  it('given ratings of months to come, then they are left out', () => {
    expect(found({ 3: 5, 2: 4, 1: 3, 0: 2, '-1': 5 })).toMatchObject({ riskClass: 1 });
  });
});

describe('ratings and what was kept of them', () => {
  const ratings = fc.array(
    fc.record({
      time: fc.integer({ min: 0, max: 99 }),
      age: fc.integer({ min: 0, max: 12 }),
      value: fc.double({ min: 1, max: 5, noNaN: true }).map((value) => Math.round(value * 20) / 20),
    }),
    { maxLength: 25 },
  );

  it('given the same ratings in any order, then all is the same', () => {
    fc.assert(
      fc.property(ratings, fc.infiniteStream(fc.nat()), (given, numbers) => {
        const all = given.map(({ age, value, time }) => ({
          month: june - age,
          value,
          time: (june - age) * 100 + time,
        }));
        const shuffled = all
          .map((rating) => ({ rating, key: numbers.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ rating }) => rating);
        expect(satisfactionOf(shuffled, june)).toEqual(satisfactionOf(all, june));
      }),
    );
  });

  it('given only seven months back from the latest rated one, then the class is that of all', () => {
    fc.assert(
      fc.property(ratings, (given) => {
        const all = given.map(({ age, value, time }) => ({
          month: june - age,
          value,
          time: (june - age) * 100 + time,
        }));
        const latest = Math.max(...all.map(({ month }) => month));
        const kept = all.filter(({ month }) => month >= latest - shippedSatisfactionRules.sparseSpan);
        expect(satisfactionOf(kept, june)).toEqual(satisfactionOf(all, june));
      }),
    );
  });

  it('given sums by month, then the class is that of the ratings', () => {
    const sums = [5, 4, 3].map((mean, i) => ({ month: june - 3 + i, sum: mean * 4, n: 4 }));
    const { class: riskClass, months } = satisfactionOfMonths([...sums, { month: june, sum: 2, n: 1 }], 2, june);
    expect(riskClass).toBe(1);
    expect(months.map(({ mean }) => mean)).toEqual([5, 4, 3, 2]);
  });
});
