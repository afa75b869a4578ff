import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as model from './index.js';

const data = process.env.VILFREDO_TEST_DATA;
const onVectors = data ? it : it.skip;
const named = (sentence: string) => (data ? sentence : `${sentence} (needs VILFREDO_TEST_DATA)`);

interface Weeks {
  readonly x: number;
  readonly t_x: number;
  readonly T: number;
}
type Numbers = Readonly<Record<string, number>>;
interface Purchases extends Weeks {
  readonly H: number;
  readonly logLik: number;
  readonly silenceSurvival: number;
  readonly pAlive: number;
  readonly pActive: number;
  readonly expectedPurchases: Numbers;
  readonly silenceWeeksUntilPAliveFallsTo: Numbers;
}
interface Params {
  readonly k?: number;
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}
interface Vectors {
  readonly mbgnbd: { readonly params: Params; readonly vectors: readonly Purchases[] };
  readonly mbgcnbd_k2: { readonly params: Params; readonly vectors: readonly Purchases[] };
  readonly newCustomerExpectedRepeatPurchases: { readonly mbg: Numbers };
  readonly numericalStability: { readonly mbg_logLik: readonly (Weeks & { params: Params; logLik: number })[] };
  readonly gammaGamma: {
    readonly params: model.SpendModel;
    readonly vectors: readonly { x: number; meanSpend: number; expectedMeanSpend: number }[];
  };
  readonly clvFiniteHorizon: Numbers & { readonly inputs: Weeks & { meanSpend: number } };
  readonly overdueExamples: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> & {
    readonly s: readonly number[];
    readonly tolerance: number;
  };
  readonly trend: { readonly mannKendall: readonly (Numbers & { readonly series: readonly number[] })[] };
  readonly rater: { readonly vectors: readonly { scores: Numbers; weighted: number; index0to100?: number }[] };
  readonly satisfactionClasses: {
    readonly vectors: readonly {
      readonly name: string;
      readonly ratings: readonly (readonly [string, number])[];
      readonly asOf: string;
      readonly expected: { riskClass: number | null; evidence: string; flags: readonly string[] };
    }[];
  };
  readonly metricVectors: Numbers & { readonly y: readonly number[]; readonly score: readonly number[] };
}

const vectors = (): Vectors =>
  JSON.parse(readFileSync(join(data ?? '', '..', 'reference', 'scoring-vectors.json'), 'utf8'));
const inDays = ({ k = 1, alpha, ...rest }: Params): model.PurchaseModel => ({ k, ...rest, alpha: alpha * 7 });
const recordOf = ({ x, t_x, T }: Weeks): model.PurchaseRecord => ({ x, tx: t_x * 7, T: T * 7 });
const monthOf = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

/** Relative, or absolute where nothing is expected. */
function expectNear(found: number, expected: number, tolerance = 1e-9): void {
  const off = expected === 0 ? Math.abs(found) : Math.abs(found / expected - 1);
  if (!(off <= tolerance)) expect(found).toBe(expected);
}

describe('the reference vectors', () => {
  onVectors(named('given k = 1, then survival, P(alive), P(active), likelihood and crossings agree to 1e-9'), () => {
    const { params, vectors: customers } = vectors().mbgnbd;
    for (const customer of customers) {
      const [purchases, record] = [inDays(params), recordOf(customer)];
      expectNear(model.silenceSurvival(purchases, record, record.T - record.tx), customer.silenceSurvival);
      expectNear(model.pAlive(purchases, record), customer.pAlive);
      expectNear(model.pActive(purchases, record, customer.H * 7), customer.pActive);
      expectNear(model.logLikelihood(purchases, record) + customer.x * Math.log(7), customer.logLik);
      for (const [p, weeks] of Object.entries(customer.silenceWeeksUntilPAliveFallsTo)) {
        expectNear(model.silenceUntilPAlive(purchases, record, Number(p)) / 7, weeks);
      }
      for (const [weeks, expected] of Object.entries(customer.expectedPurchases)) {
        expectNear(model.expectedPurchases(purchases, record, Number(weeks) * 7), expected);
      }
    }
  });

  onVectors(named('given k = 2, also as 2 + 1e-12, which is not whole, then they agree too'), () => {
    const { params, vectors: customers } = vectors().mbgcnbd_k2;
    for (const customer of customers) {
      for (const k of [2, 2 + 1e-12]) {
        const [purchases, record] = [inDays({ ...params, k }), recordOf(customer)];
        expectNear(model.silenceSurvival(purchases, record, record.T - record.tx), customer.silenceSurvival);
        expectNear(model.pAlive(purchases, record), customer.pAlive);
        expectNear(model.pActive(purchases, record, customer.H * 7), customer.pActive);
      }
    }
  });

  onVectors(named('given newcomers, long records, spend and a year of value, then they agree to 1e-9'), () => {
    const { newCustomerExpectedRepeatPurchases, numericalStability, gammaGamma, clvFiniteHorizon } = vectors();
    for (const [weeks, expected] of Object.entries(newCustomerExpectedRepeatPurchases.mbg)) {
      expectNear(model.expectedRepeatPurchases(model.shippedModel, Number(weeks) * 7), expected);
    }
    for (const { params, logLik, x, t_x, T } of numericalStability.mbg_logLik) {
      expectNear(model.logLikelihood({ k: 1, ...params }, { x, tx: t_x, T }), logLik);
    }
    for (const { x, meanSpend, expectedMeanSpend } of gammaGamma.vectors) {
      expectNear(model.expectedSpend(gammaGamma.params, { purchases: x, mean: meanSpend }), expectedMeanSpend);
    }
    const { inputs, discountedPurchases, undiscountedPurchases, value } = clvFiniteHorizon;
    const found = model.lifetimeValue(model.shippedModel, gammaGamma.params, recordOf(inputs), {
      purchases: recordOf(inputs).x,
      mean: inputs.meanSpend,
    });
    expectNear(found.purchases, undiscountedPurchases!);
    expectNear(found.discountedPurchases, discountedPurchases!);
    expectNear(found.value, value!);
  });

  onVectors(named('given visits a day apart, then the silences at which they are overdue agree'), () => {
    const { overdueExamples } = vectors();
    for (const n of [30, 90]) {
      for (const k of [1, 2, 4, 12]) {
        const expected = overdueExamples[`n=${n}`]![`k${k}`]!;
        const regular = { ...model.shippedModel, k, r: 1.3, alpha: 6 / k };
        for (const [i, survival] of overdueExamples.s.entries()) {
          const found = model.silenceUntilSurvival(regular, { x: n, tx: n }, survival);
          expect(Math.abs(found - expected[i]!)).toBeLessThanOrEqual(overdueExamples.tolerance);
        }
      }
    }
  });

  onVectors(named('given ratings, then classes, evidence and flags are equal'), () => {
    for (const { name, ratings, asOf, expected } of vectors().satisfactionClasses.vectors) {
      const given = ratings.map(([date, value]) => ({ time: Date.parse(date), month: monthOf(date), value }));
      const { class: riskClass, evidence, flags } = model.satisfactionOf(given, monthOf(asOf));
      const none = expected.evidence === 'no-ratings' ? { ...expected, evidence: 'none' } : expected;
      expect({ name, riskClass, evidence, flags }).toEqual({ name, ...none });
    }
  });

  onVectors(named('given answers, trends and forecasts, then indices, slopes and scores agree'), () => {
    const { rater, trend, metricVectors } = vectors();
    for (const { scores, weighted, index0to100 } of rater.vectors) {
      const found = model.raterIndex(scores)!;
      expectNear(found.weighted, weighted);
      if (index0to100 !== undefined) expectNear(found.index, index0to100);
    }
    for (const { series, S, z, theilSen, exactOneSidedP } of trend.mannKendall) {
      const found = model.mannKendall(series);
      expectNear(found.S, S!);
      expectNear(found.z, z!);
      expectNear(model.theilSen(series)!, theilSen!);
      if (exactOneSidedP !== undefined) expectNear(found.pDecline, exactOneSidedP);
    }
    const { y, score, AUC, liftTop10pct, liftTop20pct } = metricVectors;
    const forecasts = y.map((outcome, i) => ({ score: score[i]!, happened: outcome === 1 }));
    expectNear(model.auc(forecasts)!, AUC!);
    expectNear(model.brier(forecasts)!, metricVectors.brier!);
    expectNear(model.liftAt(forecasts, 0.1)!, liftTop10pct!);
    expectNear(model.liftAt(forecasts, 0.2)!, liftTop20pct!);
    expectNear(model.giniOf([90, 4, 3, 2, 1]), metricVectors['lorenzGini_[1,2,3,4,90]']!);
  });
});
