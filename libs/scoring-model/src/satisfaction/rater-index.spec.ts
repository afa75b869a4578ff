import { onFiveScale, raterIndex } from './rater-index.js';

describe('the RATER index', () => {
  const answers = { reliability: 4, assurance: 5, tangibles: 3, empathy: 2, responsiveness: 4 };

  it('given all five answers, then they are weighted as published: 3.76 on five, 69 of 100', () => {
    const { weighted, index, coverage } = raterIndex(answers)!;
    expect(weighted).toBeCloseTo(3.76, 12);
    expect(index).toBeCloseTo(69, 12);
    expect(coverage).toBeCloseTo(1, 12);
  });

  it('given no answer for tangibles, then the others share its weight, and coverage says so', () => {
    const { tangibles: _, ...four } = answers;
    const { weighted, coverage, answered } = raterIndex(four)!;
    expect(weighted).toBeCloseTo(3.43 / 0.89, 12);
    expect(coverage).toBeCloseTo(0.89, 12);
    expect(answered).toEqual(['reliability', 'assurance', 'empathy', 'responsiveness']);
  });

  it('given no answer, then there is none', () => {
    expect(raterIndex({})).toBeNull();
  });

  it('given a scale of its own, then its ends become 1 and 5', () => {
    expect([0, 5, 10].map((value) => onFiveScale(value, 0, 10))).toEqual([1, 3, 5]);
  });
});
