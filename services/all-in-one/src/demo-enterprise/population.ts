import { Failure } from '@vilfredo/event-sourcing';
import { catalogue, categories, type Product } from './catalogue.js';
import type { DemoChannel } from './demo-fact.js';
import { between, chance, lognormal, pick, type Random, randomFor, waiting } from './random.js';

/** How a customer buys. `business` is the long tail of companies; the others are the ones with a story. */
export type Role = 'regular' | 'one-time' | 'business' | 'bulk' | 'weekly' | 'daily' | 'souring';

export interface Profile {
  readonly index: number;
  readonly customerId: string;
  readonly role: Role;
  /** Days before the end at which the customer starts and stops buying; 0 for one who has not stopped. */
  readonly joined: number;
  readonly left: number;
  /** Mean days between purchases. */
  readonly gap: number;
  /** Shape of the gaps: 1 is random, larger is more regular. */
  readonly regularity: number;
  /** Multiplies the quantity of a line. */
  readonly size: number;
  readonly favourites: readonly string[];
  readonly channel: DemoChannel;
  /** The agent who mostly serves this customer. */
  readonly agentId: string;
  /** What a weekly buyer always takes. */
  readonly staple: Product;
}

export interface PopulationOptions {
  readonly seed: number;
  readonly customers: number;
  /** Length of the story in days. */
  readonly days: number;
}

export const bulkBuyers = 6;

/** Days of silence of the eight weekly buyers at the end. */
export const weeklySilences: readonly number[] = [8, 10, 15, 22, 29, 43, 64, 92];

/** Days on end on which the daily visitor came, and days since the last of them. */
export const dailyVisits = 90;
export const dailySilence = 2;

const companyShare = 0.03;
const oneTimeShare = 0.14;
const newcomerShare = 0.4;

export function customerIdOf(index: number): string {
  return `C${String(index + 1).padStart(5, '0')}`;
}

/** Which customers have a story: distinct, scattered over the ids. */
export interface Cast {
  readonly bulk: readonly number[];
  readonly weekly: readonly number[];
  /** Came every day, and then did not. */
  readonly daily: number;
  /** Loyal, and ever less content. */
  readonly souring: number;
}

/** @throws Failure `invalid` for too few customers to have every story */
export function castOf(seed: number, customers: number): Cast {
  const needed = bulkBuyers + weeklySilences.length + 2;
  if (!Number.isInteger(customers) || customers < needed || customers > 99_999) {
    throw new Failure('invalid', `not between ${needed} and 99999`, { field: 'customers' });
  }
  const random = randomFor(seed, 1);
  const drawn = new Set<number>();
  while (drawn.size < needed) drawn.add(between(random, 0, customers - 1));
  const cast = [...drawn];
  const [daily, souring] = cast.slice(-2) as [number, number];
  return { bulk: cast.slice(0, bulkBuyers), weekly: cast.slice(bulkBuyers, -2), daily, souring };
}

function roleOf(random: Random): Role {
  const drawn = random();
  if (drawn < companyShare) return 'business';
  return drawn < companyShare + oneTimeShare ? 'one-time' : 'regular';
}

function channelOf(random: Random, role: Role): DemoChannel {
  const drawn = random();
  if (role === 'business') return drawn < 0.7 ? 'email' : 'phone';
  if (drawn < 0.55) return 'phone';
  return drawn < 0.85 ? 'email' : 'mail';
}

/** Mean days between two purchases: companies often, most people seldom. */
function gapOf(random: Random, role: Role): number {
  return role === 'business' ? lognormal(random, 14, 0.5) : Math.max(5, lognormal(random, 38, 0.85));
}

function profileOf(options: PopulationOptions, index: number, story: Role | undefined, silence: number): Profile {
  const { seed, days } = options;
  const random = randomFor(seed, 2, index);
  const role = story ?? roleOf(random);
  const joined = chance(random, newcomerShare) ? between(random, 2, days) : days;
  const left = Math.max(0, Math.floor(joined - waiting(random, 700)));
  const first = pick(random, categories);
  const second = pick(random, categories);
  return {
    index,
    customerId: customerIdOf(index),
    role,
    joined: role === 'weekly' || role === 'souring' ? days : role === 'daily' ? dailyVisits + dailySilence : joined,
    left: role === 'weekly' || role === 'daily' ? silence : role === 'souring' ? 0 : left,
    gap: role === 'souring' ? 9 : gapOf(random, role),
    regularity: pick(random, [1, 1, 2, 4]),
    size: role === 'business' ? lognormal(random, 4, 0.6) : lognormal(random, 1, 0.85),
    favourites: [first, first, second],
    channel: channelOf(random, role),
    agentId: `a${between(random, 1, 12)}`,
    staple: pick(random, catalogue),
  };
}

/** Every customer of the demo enterprise; each depends on nothing but the seed, the length and its own number. */
export function populationOf(options: PopulationOptions): readonly Profile[] {
  const cast = castOf(options.seed, options.customers);
  const bulk = new Set(cast.bulk);
  const weekly = new Map(cast.weekly.map((index, nth) => [index, weeklySilences[nth]!]));
  return Array.from({ length: options.customers }, (_, index) => {
    const silence = weekly.get(index);
    if (silence !== undefined) return profileOf(options, index, 'weekly', silence);
    if (index === cast.daily) return profileOf(options, index, 'daily', dailySilence);
    if (index === cast.souring) return profileOf(options, index, 'souring', 0);
    return profileOf(options, index, bulk.has(index) ? 'bulk' : undefined, 0);
  });
}
