import { bootstrapInterval, median } from './statistics.js';

/** What a bench found out. */
export interface Figures {
  readonly bench: string;
  /** Medians over the rounds, both in `unit`. */
  readonly ours: number;
  /** What ours is held against: another way, or a budget. */
  readonly peer: number;
  /** Ours to peer, one per round. */
  readonly ratios: readonly number[];
  readonly unit: string;
  /** What the ratio has to be; absent where it is only told. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  /** Where something else than the ratio decides. */
  readonly met?: boolean;
  readonly more?: Readonly<Record<string, number | string>>;
}

export interface NotMeasured {
  readonly bench: string;
  readonly why: string;
}

/** Of each round's figures the medians, and the ratio round by round. */
export function figuresOf(
  rounds: readonly { readonly ours: number; readonly peer: number }[],
): Pick<Figures, 'ours' | 'peer' | 'ratios'> {
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratios: rounds.map(({ ours, peer }) => ours / peer),
  };
}

/** Whether the ratio is what it has to be. */
export function isMet({ ratios, target, met }: Figures): boolean {
  if (met !== undefined || target === undefined) return met ?? true;
  const ratio = median(ratios);
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
}

/** The line that a bench ends with: `bench=… ours=… peer=… ratio=… lo=… hi=… rounds=… unit=…` and what else there is to say. */
export function figuresLine(figures: Figures | NotMeasured): string {
  if ('why' in figures) return `bench=${figures.bench} not measured: ${figures.why}`;
  const { bench, ours, peer, ratios, unit, target, more = {} } = figures;
  const { lo, hi } = bootstrapInterval(ratios, 1);
  const pairs = {
    bench,
    ours: shortly(ours),
    peer: shortly(peer),
    ratio: ratioText(median(ratios)),
    lo: ratioText(lo),
    hi: ratioText(hi),
    rounds: ratios.length,
    unit,
    ...(target === undefined ? {} : { target: targetText(target), met: isMet(figures) }),
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, shortly(value)])),
  };
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function targetText(target: NonNullable<Figures['target']>): string {
  return 'atLeast' in target ? `>=${target.atLeast}` : `<=${target.atMost}`;
}

/** Hundredths, as far as they say anything. */
function ratioText(ratio: number): string {
  return ratio >= 0.01 ? ratio.toFixed(2) : String(Number(ratio.toPrecision(2)));
}

/** Three digits that count, no thousands marks. */
function shortly(value: number | string): string {
  if (typeof value === 'string') return value;
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
