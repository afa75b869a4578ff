import type { Field, ViewCollection } from '@vilfredo/event-sourcing';
import { type AlertOutcome, alertOutcomes } from '@vilfredo/events';

/** How a rule has done so far, by what became of its alerts. */
export interface RuleMeasure {
  readonly rule: string;
  readonly raised: number;
  readonly open: number;
  readonly outcomes: Readonly<Record<AlertOutcome, number>>;
  /** Of those that somebody could tell, the share that was right: (recovered + lost) / (all but ignored); null before there is one. */
  readonly precision: number | null;
  /** Hours from raising to the end of those that were right; null before there is one. */
  readonly leadHours: { readonly median: number; readonly p90: number } | null;
}

const hourMs = 3_600_000;

/** The record of every rule that has ever raised an alert, by name; worked out from the outcomes of all alerts. */
export async function measureRules(views: Pick<ViewCollection, 'snapshot'>): Promise<RuleMeasure[]> {
  const tallies = new Map<string, Tally>();
  for await (const page of views.snapshot()) {
    for (const { fields } of page) {
      if (typeof fields.rule !== 'string') continue;
      const tally = tallies.get(fields.rule) ?? new Tally();
      tallies.set(fields.rule, tally);
      tally.add(fields);
    }
  }
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, tally]) => tally.recordOf(rule));
}

class Tally {
  private raised = 0;
  private readonly outcomes: Record<AlertOutcome, number> = { recovered: 0, lost: 0, 'false-alarm': 0, ignored: 0 };
  private readonly leads: number[] = [];

  add({ outcome, raisedAt, resolvedAt }: Readonly<Record<string, Field>>): void {
    this.raised += 1;
    const known = alertOutcomes.find((each) => each === outcome);
    if (known === undefined) return;
    this.outcomes[known] += 1;
    if (known === 'recovered' || known === 'lost') this.leads.push((Number(resolvedAt) - Number(raisedAt)) / hourMs);
  }

  recordOf(rule: string): RuleMeasure {
    const { raised, outcomes, leads } = this;
    const right = outcomes.recovered + outcomes.lost;
    const told = right + outcomes['false-alarm'];
    const sorted = [...leads].sort((a, b) => a - b);
    const leadHours = sorted.length === 0 ? null : { median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
    const open = raised - told - outcomes.ignored;
    return { rule, raised, open, outcomes, precision: told === 0 ? null : hundredths(right / told), leadHours };
  }
}

/** Of ascending values, between the two nearest where it falls between them. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return hundredths(below + (above - below) * (at - Math.floor(at)));
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
