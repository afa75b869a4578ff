import fc from 'fast-check';
import { type ChurnInput, churnRisk } from './churn-risk.js';
import { churnHorizon, riskBand, shippedChurnRules } from './churn-rules.js';
import { silenceState } from './silence-state.js';

const quiet: ChurnInput = { pActive: 0.72, satisfactionClass: null, complaints: [], x: 0, efforts: [] };
const complaint = { severity: 1, recovered: false, ageDays: 0, secondWithin30: false };
const points = (input: ChurnInput) =>
  Object.fromEntries(churnRisk(input).terms.map(({ name, points }) => [name, points]));
const logOdds = (input: Partial<ChurnInput>) =>
  Object.fromEntries(churnRisk({ ...quiet, ...input }).terms.map(({ name, logOdds }) => [name, logOdds]));

describe('the risk of losing a customer', () => {
  it('given nothing but purchases, then it is the chance of none within the horizon', () => {
    expect(churnRisk(quiet)).toMatchObject({ risk: 28, band: 'low' });
    expect(points(quiet)).toEqual({ base: 28, 'satisfaction-class': 0, complaints: 0, effort: 0 });
  });

  it.each([
    [1, 1.5],
    [2, 0.8],
    [3, 0.4],
    [4, 0.8],
  ] as const)('given satisfaction class %d, then %d of log-odds more', (satisfactionClass, expected) => {
    expect(logOdds({ satisfactionClass })).toMatchObject({ 'satisfaction-class': expected });
  });

  it('given class 1 on even odds, then the risk is sigmoid(1.5), and 31.76 points are the class', () => {
    const input = { ...quiet, pActive: 0.5, satisfactionClass: 1 } as const;
    expect(churnRisk(input)).toMatchObject({ risk: 81.76, band: 'critical' });
    expect(points(input)).toMatchObject({ base: 50, 'satisfaction-class': 31.76 });
  });

  it.each([
    ['a fresh complaint of a newcomer', [complaint], 0, Math.log(3)],
    ['a severe one', [{ ...complaint, severity: 3 }], 0, 3 * Math.log(3)],
    ['one that was put right', [{ ...complaint, recovered: true }], 0, Math.log(3) / 2],
    ['one of thirty days ago', [{ ...complaint, ageDays: 30 }], 0, Math.log(3) / 2],
    ['a second within thirty days', [complaint, { ...complaint, secondWithin30: true }], 0, 2.5 * Math.log(3)],
    ['one of a loyal customer', [complaint], Math.E ** 2 - 1, Math.log(3) / 2],
  ])('given %s, then its log-odds are as the rule says', (_, complaints, x, expected) => {
    expect(logOdds({ complaints, x }).complaints).toBeCloseTo(expected, 12);
  });

  it('given repeat contacts and transfers, then 0.3 each, half of it gone after thirty days', () => {
    expect(logOdds({ efforts: [{ ageDays: 0 }, { ageDays: 30 }] }).effort).toBeCloseTo(0.45, 12);
  });

  it('given rules that switch a term off, then it is neither counted nor shown', () => {
    const input = { ...quiet, satisfactionClass: 1, complaints: [complaint] } as const;
    const rules = { ...shippedChurnRules, satisfactionClass: { ...shippedChurnRules.satisfactionClass, on: false } };
    const { terms, risk } = churnRisk(input, rules);
    expect(terms.map(({ name }) => name)).toEqual(['base', 'complaints', 'effort']);
    expect(risk).toBe(churnRisk({ ...input, satisfactionClass: null }).risk);
  });

  it('given certainty either way, then the risk is still a number that other terms can move', () => {
    expect(churnRisk({ ...quiet, pActive: 0 }).risk).toBe(100);
    expect(churnRisk({ ...quiet, pActive: 1 }).risk).toBe(0);
    expect(churnRisk({ ...quiet, pActive: 1, complaints: new Array(9).fill(complaint) }).risk).toBeGreaterThan(1);
  });

  it('given anything, then points in hundredths add up to the risk exactly, and none is negative', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const ageDays = fc.double({ min: 0, max: 400, noNaN: true });
    const input = fc.record({
      pActive: share,
      satisfactionClass: fc.constantFrom(null, 1, 2, 3, 4),
      complaints: fc.array(
        fc.record({
          severity: fc.integer({ min: 1, max: 3 }),
          recovered: fc.boolean(),
          ageDays,
          secondWithin30: fc.boolean(),
        }),
        { maxLength: 4 },
      ),
      x: fc.nat(200),
      efforts: fc.array(fc.record({ ageDays }), { maxLength: 5 }),
    }) as fc.Arbitrary<ChurnInput>;
    fc.assert(
      fc.property(input, (given) => {
        const { risk, terms } = churnRisk(given);
        const hundredths = terms.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
        expect(hundredths).toBe(Math.round(risk * 100));
        for (const { points } of terms) expect(points).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('bands, horizon and silence', () => {
  it('given risks at the edges, then each band begins where the rules say', () => {
    expect([0, 29.99, 30, 49.99, 50, 74.99, 75, 100].map((risk) => riskBand(risk))).toEqual([
      'low',
      'low',
      'watch',
      'watch',
      'high',
      'high',
      'critical',
      'critical',
    ]);
  });

  it('given a slow segment, then two of its cycles; else ninety days', () => {
    expect([null, 10, 45, 100].map((cycle) => churnHorizon(cycle))).toEqual([90, 90, 90, 200]);
  });

  it('given the chance of a longer silence, then it is on time, overdue below 0.10, very overdue below 0.05', () => {
    expect([0.5, 0.1, 0.0999, 0.05, 0.0499].map((survival) => silenceState(survival))).toEqual([
      'on-time',
      'on-time',
      'overdue',
      'overdue',
      'very-overdue',
    ]);
  });
});
