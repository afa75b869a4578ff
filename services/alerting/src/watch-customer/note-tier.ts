import type { AlertRule, Payloads } from '@vilfredo/events';
import type { PolicyInForce } from './policy-in-force.js';
import { drop, signOf, stand } from './signs.js';
import type { Sign, TierEntry, WatchedCustomer } from './watched-customer.js';
import type { News, WatchedEvent } from './watched-event.js';
import { dateWords } from './words.js';

type Tier = 'top' | 'core';
const ranked: readonly (Tier | null)[] = [null, 'top', 'core'];
/** Kept for signs that come late: what is read apart may come in another order than it was recorded in. */
const entriesKept = 20;

/** The tiers that were entered, and the loss of those that were left: it stands until they are regained. */
export function noteTier(
  customer: WatchedCustomer,
  event: WatchedEvent,
  change: Payloads['TierChanged'],
  { calendar }: PolicyInForce,
): News {
  const { id, at, correlationid } = event;
  const [from, to] = [change.from ?? null, change.to ?? null];
  customer.tiers.push({ tier: to, id, at, correlationid, causes: [...event.causes] });
  forgetTiers(customer);
  const lost = signOf(customer, 'tier-lost')?.words ?? [];
  const highest = Math.max(ranked.indexOf(from), ...lost.map((tier) => ranked.indexOf(tier as Tier)));
  const words = ranked.slice(ranked.indexOf(to) + 1, highest + 1).filter((tier) => tier !== null);
  const day = dateWords(calendar.dateOf(calendar.dayOf(event.time)));
  if (words.length === 0) drop(customer, 'tier-lost');
  else {
    const out = `Fell out of the ${words.at(-1)} on ${day}`;
    const text = to === null ? `${out}, and is in no tier now.` : `${out}, and is in the ${to} now.`;
    stand(customer, { trigger: 'tier-lost', about: '', words, gravity: words.length, text }, event);
  }
  return { trigger: 'tier-lost', text: `Back in the ${to ?? 'book'} since ${day}.`, outcome: 'recovered' };
}

/**
 * Whether a sign concerns a rule's tiers: by where the customer was when it began, else by when they first entered one of
 * them since. Null where neither was so. A lost tier is itself what a rule's tiers are compared with. It goes by what was
 * recorded when, so that it does not matter in which order topics are read.
 */
export function reachOf(
  customer: WatchedCustomer,
  sign: Sign,
  { tiers, trigger }: AlertRule,
): { readonly entered: TierEntry | null } | null {
  if (tiers === undefined || tiers === null) return { entered: null };
  const wanted: readonly (string | null)[] = tiers;
  if (trigger === 'tier-lost') return sign.words.some((tier) => wanted.includes(tier)) ? { entered: null } : null;
  const then = customer.tiers.findLast(({ at }) => at <= sign.since);
  if (then !== undefined && wanted.includes(then.tier)) return { entered: null };
  const entered = customer.tiers.find(({ at, tier }) => at > sign.since && wanted.includes(tier));
  return entered === undefined ? null : { entered };
}

/** Those that signs still stand on are kept, and the last ones. */
function forgetTiers(customer: WatchedCustomer): void {
  const { tiers, signs } = customer;
  const oldest = signs.reduce((least, { since }) => Math.min(least, since), Number.POSITIVE_INFINITY);
  const needed = tiers.findLastIndex(({ at }) => at <= oldest);
  const from = Math.min(Math.max(0, tiers.length - entriesKept), needed < 0 ? tiers.length : needed);
  customer.tiers = tiers.slice(Math.max(from, tiers.length - 10 * entriesKept));
}
