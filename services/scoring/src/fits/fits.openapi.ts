import { is, type RouteWords, type Schema } from '@vilfredo/service';
import { policy } from '../policy/policy.openapi.js';
import { answersOf } from '../query/long-work.openapi.js';
import type { FitProgress, FitReport, Fitted, Likelihood } from './fit-report.js';

const sections = policy.properties as Readonly<Record<string, { properties: Readonly<Record<string, Schema>> }>>;
const likelihood = (model: Schema) => is.object<Likelihood<unknown>>({ model, logLikelihood: is.number });
const fitted = (model: Schema) =>
  is.object<Fitted<unknown>>({ customers: is.count, inForce: likelihood(model), fitted: likelihood(model) });
const spend = is.object<{ p: number; q: number; gamma: number }>({ p: is.number, q: is.number, gamma: is.number });

const report = is.shape<FitReport>('FitReport', {
  asOf: is.time,
  buyers: is.count,
  purchases: fitted(sections.churn!.properties.model!),
  spend: is.orNull(fitted(spend)),
  policy,
});

const progress = is.object<FitProgress>({ phase: is.oneOf(['reading', 'purchases', 'spend']), done: is.count });

export const fit: RouteWords = {
  summary: 'The policy in force with its models fitted to the book. One at a time.',
  answers: answersOf(report, progress),
  problems: [400, 409],
};
