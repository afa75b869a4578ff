import type { RatedMonth, SatisfactionClass, SatisfactionEvidence, SatisfactionRules } from './satisfaction-class.js';

export interface Classified {
  readonly class: SatisfactionClass;
  readonly evidence: SatisfactionEvidence;
  readonly named: readonly number[];
}

/** Means are sums of decimals: a drop from 4.6 to 4.35 is one of 0.25. */
const rounding = 1e-9;
const runLength = 4;

/** The first class that applies to rated months, ascending, of which the last is fresh; null when none does. */
export function classify(
  months: readonly RatedMonth[],
  latest: number,
  nowMonth: number,
  rules: SatisfactionRules,
): Classified | null {
  return (
    threeDecreases(months, latest, rules) ?? recentDecrease(months, nowMonth, rules) ?? flat(months, nowMonth, rules)
  );
}

/** Classes 1 and 2: the last four rated months, each lower than the one before. */
function threeDecreases(months: readonly RatedMonth[], latest: number, rules: SatisfactionRules): Classified | null {
  const run = months.slice(-runLength);
  const first = run[0];
  if (first === undefined || run.length < runLength) return null;
  for (let i = 1; i < runLength; i++) if (!isDecrease(run[i - 1]!, run[i]!, rules)) return null;
  const span = run.at(-1)!.month - first.month;
  if (span > rules.sparseSpan) return null;
  return {
    class: latest < rules.dissatisfiedBelow ? 1 : 2,
    evidence: span === runLength - 1 ? 'strict' : 'sparse',
    named: run.map(({ month }) => month),
  };
}

/** Class 3: a decrease whose later month is recent; the latest such. */
function recentDecrease(months: readonly RatedMonth[], nowMonth: number, rules: SatisfactionRules): Classified | null {
  for (let i = months.length - 1; i > 0; i--) {
    const [before, after] = [months[i - 1]!, months[i]!];
    if (!isRecent(after, nowMonth, rules)) return null;
    if (!isDecrease(before, after, rules)) continue;
    return { class: 3, evidence: 'recent-decline', named: [before.month, after.month] };
  }
  return null;
}

/** Class 4: dissatisfied in every one of at least two recent months, and nothing changed among them. */
function flat(months: readonly RatedMonth[], nowMonth: number, rules: SatisfactionRules): Classified | null {
  const recent = months.filter((month) => isRecent(month, nowMonth, rules));
  if (recent.length < 2) return null;
  const means = recent.map(({ mean }) => mean);
  const highest = Math.max(...means);
  if (highest >= rules.dissatisfiedBelow) return null;
  if (highest - Math.min(...means) >= rules.drop - rounding) return null;
  return { class: 4, evidence: 'flat-dissatisfied', named: recent.map(({ month }) => month) };
}

function isDecrease(before: RatedMonth, after: RatedMonth, { drop }: SatisfactionRules): boolean {
  return before.mean - after.mean >= drop - rounding;
}

function isRecent({ month }: RatedMonth, nowMonth: number, { freshMonths }: SatisfactionRules): boolean {
  return nowMonth - month < freshMonths;
}
