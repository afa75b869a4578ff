import { returnOf } from './after-sales.js';
import type { DemoFact } from './demo-fact.js';
import { orderAt } from './orders.js';
import { customerIdOf, type Profile, populationOf } from './population.js';
import { chance, pickCumulative, randomFor } from './random.js';

export interface TrickleOptions {
  /** As given to the demo enterprise that it goes on from, like the two below. */
  readonly seed: number;
  readonly customers?: number;
  readonly months?: number;
}

const newcomerShare = 0.04;
const returnShare = 0.03;

/**
 * Live orders after the history: frequent buyers often, sometimes a return, sometimes somebody new. Those who have
 * left, the weekly buyers among them, stay silent.
 * @returns a pure function of n (0, 1, …) and the moment `at` (epoch milliseconds); ids hold both, so that a process
 * which starts again at 0 sends no id twice.
 */
export function demoTrickle({
  seed,
  customers = 2000,
  months = 14,
}: TrickleOptions): (n: number, at: number) => DemoFact {
  const present = populationOf({ seed, customers, days: Math.round(months * 30.44) }).filter(isPresent);
  let sum = 0;
  const cumulative = present.map((profile) => {
    sum += 1 / profile.gap;
    return sum;
  });
  return (n, at) => {
    const random = randomFor(seed, 4, n, at);
    const known = present[pickCumulative(random, cumulative)]!;
    const id = `${at.toString(36)}-${n}`;
    const seconds = Math.floor(at / 1000);
    if (chance(random, newcomerShare)) {
      const newcomer = { ...known, customerId: customerIdOf(customers + Math.floor(random() * 900)) };
      return orderAt(random, newcomer, `L-${id}`, seconds);
    }
    const order = orderAt(random, known, `L-${id}`, seconds);
    if (!chance(random, returnShare)) return order;
    const { orderId: _, ...unnamed } = returnOf(random, order, `LR-${id}`, seconds);
    return unnamed;
  };
}

function isPresent(profile: Profile): boolean {
  return profile.left === 0 && (profile.role === 'regular' || profile.role === 'business');
}
