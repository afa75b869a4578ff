import type { Policy } from '@vilfredo/events';
import { stages } from '@vilfredo/scoring-model';
import type { ContactFacts } from '../contact-facts/contact-facts.js';
import type { AssessedStage } from '../stages/assess-stages.js';

export interface Qualification {
  /** 0-100 with two decimals. */
  readonly score: number;
  readonly parts: readonly {
    readonly name: string;
    readonly raw: number;
    readonly points: number;
    readonly causes: readonly string[];
  }[];
}

const dayMs = 86_400_000;
/** What a channel says of the wish to buy: who calls means it more than who writes. */
const channelShare = { phone: 1, email: 0.7, mail: 0.5 } as const;

/**
 * How worthwhile it is to go after somebody who never bought: from contacts alone, confirmed anew by every one. Each part
 * earns a share of the points that the policy gives it; in hundredths they add up to the score exactly.
 */
export function assessQualification(
  contacts: ContactFacts,
  assessed: readonly AssessedStage[],
  asOf: number,
  { qualification: rules }: Pick<Policy, 'qualification'>,
): Qualification {
  const { latest, signals, count, channels } = contacts;
  const days = latest === null ? Number.POSITIVE_INFINITY : Math.max(0, (asOf - latest.time) / dayMs);
  const products = new Set(signals.map(({ product }) => product)).size;
  const furthest = assessed.reduce<AssessedStage | undefined>(
    (best, one) => (rank(one) > rank(best) ? one : best),
    undefined,
  );
  const best = Math.max(0, ...channels.map((channel) => channelShare[channel]));
  const latestOf = latest === null ? [] : [latest.event];
  const part = (name: string, raw: number, most: number, share: number, causes: readonly string[]) => ({
    name,
    raw,
    points: Math.round(most * share * 100) / 100,
    causes,
  });
  const parts = [
    part(
      'recency',
      Number.isFinite(days) ? Math.floor(days) : 0,
      rules.recency,
      2 ** (-days / rules.halfLifeDays),
      latestOf,
    ),
    part('interest', products, rules.interest, saturated(products), signals.map(({ event }) => event).reverse()),
    part(
      'stage',
      furthest?.probability ?? 0,
      rules.stage,
      rank(furthest) / (stages.length - 1),
      furthest?.causes ?? [],
    ),
    part('contacts', count, rules.contacts, saturated(count), latestOf),
    part('channel', best, rules.channel, best, latestOf),
  ];
  const hundredths = parts.reduce((sum, { points }) => sum + Math.round(points * 100), 0);
  return { score: hundredths / 100, parts };
}

/** Expected place among the stages: 0 observing, 4 buying. */
function rank(stage: AssessedStage | undefined): number {
  return stage === undefined ? 0 : stages.indexOf(stage.stage) * stage.probability;
}

/** 0 for none, half for one, and half of what is missing for each more. */
function saturated(n: number): number {
  return 1 - 0.5 ** n;
}
