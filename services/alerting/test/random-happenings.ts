import { alertOutcomes, sectionsOfVersion2, type Written } from '@vilfredo/events';
import { type PolicyExample, policyActivated } from '@vilfredo/testing';
import fc from 'fast-check';
import type { AlertingUnderTest } from './alerting-under-test.js';
import * as example from './example-events.js';

const shipped = sectionsOfVersion2.alerts;

/** The shipped rules, for any tier, and two that ask for the gravest alone. */
export const anyRules: PolicyExample = {
  alerts: {
    ...shipped,
    rules: [
      ...shipped.rules,
      { ...shipped.rules[0]!, name: 'worst', when: ['1'], tiers: ['top', 'core'], coolDownHours: 24 },
      { ...shipped.rules[1]!, name: 'long-silence', when: ['very-overdue'], coolDownHours: 0 },
    ],
  },
};

const otherRules: readonly PolicyExample[] = [
  anyRules,
  { name: 'few', alerts: { ...shipped, rules: shipped.rules.slice(0, 2) } },
  {
    name: 'strict',
    alerts: { ...shipped, rules: shipped.rules.map((rule) => ({ ...rule, escalateAfterHours: 5, coolDownHours: 3 })) },
  },
];

/** Something that happens, so many hours after what came before. */
export type Happening = { readonly hours: number } & (
  | { readonly kind: 'event'; readonly make: (at: string, tiers: Tiers) => Written }
  | { readonly kind: 'decision'; readonly which: number; readonly what: 'acknowledge' | 'snooze' | 'resolve' }
  | { readonly kind: 'policy'; readonly which: number }
  | { readonly kind: 'time' | 'restart' }
);

const customers = ['a', 'b'];
const customer = fc.constantFrom(...customers);
type Tiers = Map<string, 'top' | 'core' | null>;
const tiersIn = new WeakMap<AlertingUnderTest, Tiers>();

const made = fc
  .record({ customer, kind: fc.nat(12), level: fc.nat(4), item: fc.nat(2) })
  .map(({ customer, kind, level, item }) => ({ kind: 'event' as const, make: makerOf(customer, kind, level, item) }));

function makerOf(customer: string, kind: number, level: number, item: number): (at: string, tiers: Tiers) => Written {
  return (at, tiers) => {
    const about = { customer, at };
    const caseId = `case-${item}`;
    switch (kind) {
      case 0:
      case 1:
        return example.satisfaction(([null, 1, 2, 3, 4] as const)[level]!, about);
      case 2:
      case 3:
        return example.silence((['on-time', 'overdue', 'very-overdue'] as const)[level % 3]!, about);
      case 4:
        return example.risk((['low', 'watch', 'high', 'critical', null] as const)[level]!, about);
      case 5:
      case 6:
        return entering(tiers, customer, ([null, 'top', 'core'] as const)[level % 3]!, about);
      case 7:
        return example.activity((['active', 'dormant', 'lost'] as const)[level % 3]!, about);
      case 8:
        return example.stage(level > 2 ? 'trust' : 'interest', level > 1, { ...about, product: `sku-${item}` });
      case 9:
        return example.complaint({ ...about, caseId, severity: 1 + (level % 3) });
      case 10:
        return example.settled({ ...about, caseId, recovered: level > 0 });
      case 11:
        return example.attempt({ ...about, agentId: 'a7' });
      default:
        return example.value(level * 20, { ...about, amount: level });
    }
  };
}

/** Tiers change from where they were. */
function entering(
  tiers: Tiers,
  customer: string,
  to: 'top' | 'core' | null,
  about: { customer: string; at: string },
): Written {
  const from = tiers.get(customer) ?? null;
  tiers.set(customer, to);
  return example.tier(from, to, about);
}

const decided = fc.record({
  kind: fc.constant('decision' as const),
  which: fc.nat(10),
  what: fc.constantFrom('acknowledge' as const, 'snooze' as const, 'resolve' as const),
});

/** Histories of some customers; with or without rules that change, restarts, and events that nobody can read. */
export function happenings({ policies }: { policies: boolean }): fc.Arbitrary<Happening[]> {
  const unreadable = customer.map((who) => ({
    kind: 'event' as const,
    make: (at: string) => ({ ...example.satisfaction(1, { customer: who, at }), data: '{}' }),
  }));
  const rare = [
    { arbitrary: fc.record({ kind: fc.constant('policy' as const), which: fc.nat(2) }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constant('restart' as const) }), weight: 1 },
    { arbitrary: unreadable, weight: 1 },
  ];
  const what = fc.oneof(
    { arbitrary: made, weight: 20 },
    { arbitrary: decided, weight: 5 },
    { arbitrary: fc.record({ kind: fc.constant('time' as const) }), weight: 2 },
    ...(policies ? rare : []),
  );
  const hours = fc.constantFrom(0, 0, 1, 5, 30, 100, 200);
  return fc.array(fc.tuple(hours, what), { minLength: 1, maxLength: 30 }).map((all) => {
    return all.map(([after, one]) => ({ hours: after, ...one }) as Happening);
  });
}

/** Lets it all happen. */
export async function live(test: AlertingUnderTest, days: readonly Happening[]): Promise<void> {
  const tiers = tiersIn.get(test) ?? new Map();
  tiersIn.set(test, tiers);
  for (const happening of days) {
    test.clock.advance(happening.hours * 3_600_000);
    const at = new Date(test.clock()).toISOString();
    if (happening.kind === 'event') await test.arrive(happening.make(at, tiers));
    if (happening.kind === 'time') await test.until(at);
    if (happening.kind === 'restart') await test.restart();
    if (happening.kind === 'policy') await test.arrive(policyActivated({ ...otherRules[happening.which]!, at }));
    if (happening.kind === 'decision') await decide(test, happening);
  }
  await test.until(new Date(test.clock()).toISOString());
}

async function decide(test: AlertingUnderTest, { which, what }: { which: number; what: string }): Promise<void> {
  const open = await test.open();
  const alert = open[which % Math.max(1, open.length)];
  if (alert === undefined) return;
  const now = test.clock();
  if (what === 'acknowledge') await test.decideOn(alert.id, { kind: 'acknowledge', by: 'a7' });
  if (what === 'snooze') await test.decideOn(alert.id, { kind: 'snooze', until: now + (1 + which) * 9 * 3_600_000 });
  if (what === 'resolve') {
    await test.decideOn(alert.id, { kind: 'resolve', outcome: alertOutcomes[which % alertOutcomes.length]! });
  }
}
