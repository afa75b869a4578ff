import { type Calendar, daySeconds, isoOf, momentOf } from './calendar.js';
import { catalogue } from './catalogue.js';
import type { DemoContact, DemoCustomer, DemoInteraction, DemoRating, DemoRatingScale } from './demo-contact.js';
import { officeHours, openDay } from './orders.js';
import { type Person, personOf } from './people.js';
import type { Profile } from './population.js';
import { between, chance, lognormal, pick, type Random } from './random.js';

const dimensions = ['reliability', 'assurance', 'tangibles', 'empathy', 'responsiveness'] as const;
const complaintShare = 0.12;
/** Of the complaints, those that were settled within days. */
const settledShare = 0.93;
const transferredShare = 0.1;
const againShare = 0.15;
const interestShare = 0.12;
const ratedShare = 0.45;
/** What the loyal customer said whom nobody listened to: in each of the last four months, the latest last. */
const falling = [5, 4, 3, 2] as const;

/** The customer as the registry knows them. */
export function registrationOf(random: Random, profile: Profile, seed: number, calendar: Calendar): DemoCustomer {
  const { customerId, joined, agentId, index } = profile;
  const { name, phone, email, address } = personOf(seed, index);
  return {
    source: 'demo',
    customerId,
    at: isoOf(momentOf(calendar, Math.min(calendar.days, joined), 0)),
    name,
    ownerId: agentId,
    contactPoints: [phone, email, address],
    consent: [
      { channel: 'phone', granted: !chance(random, 0.06) },
      { channel: 'email', granted: !chance(random, 0.15) },
    ],
  };
}

/** Calls, mails and letters of one customer, with what was said of how they were served. */
export function contactsOf(random: Random, profile: Profile, seed: number, calendar: Calendar): DemoContact[] {
  if (profile.role === 'souring') return fallingRatings(profile, calendar);
  const person = personOf(seed, profile.index);
  const contacts: DemoContact[] = [];
  const mood = Math.min(4.9, Math.max(1.6, 4.3 - Math.abs(lognormal(random, 0.35, 0.9) - 0.2)));
  const span = profile.joined - profile.left;
  const wanted = Math.floor(random() * 2 * Math.min(14, 1 + span / Math.max(25, 1.5 * profile.gap)));
  for (let nth = 0; nth < wanted; nth++) {
    const ago = openDay(calendar, between(random, profile.left, Math.max(profile.left, profile.joined)));
    contacts.push(...aboutOneMatter(random, profile, person, { nth, ago, mood, calendar }));
  }
  return contacts;
}

interface Matter {
  readonly nth: number;
  readonly ago: number;
  /** How well served the customer feels, 1-5. */
  readonly mood: number;
  readonly calendar: Calendar;
}

function aboutOneMatter(random: Random, profile: Profile, person: Person, matter: Matter): DemoContact[] {
  const at = momentOf(matter.calendar, matter.ago, officeHours(random));
  const issueId = `I-${profile.customerId.slice(1)}-${matter.nth + 1}`;
  const first = contactAt(random, profile, person, `${issueId}-1`, at);
  if (chance(random, interestShare)) {
    const product = pick(random, catalogue);
    const text = `${person.name} asks what the ${product.name} costs.`;
    return [{ ...first, purpose: 'sales', signals: [{ product: product.sku, cue: 'price' }], text }];
  }
  const complaint = chance(random, complaintShare)
    ? { complaint: { severity: between(random, 1, 3) as 1 | 2 | 3 } }
    : {};
  const transferred = chance(random, transferredShare) ? { transferred: true } : {};
  const contacts: DemoContact[] = [{ ...first, issueId, ...complaint, ...transferred }];
  if ('complaint' in complaint && chance(random, settledShare)) {
    const settled = isoOf(at + between(random, 4, 24 * 9) * 3_600);
    const recovered = chance(random, 0.7);
    const { customerId } = profile;
    contacts.push({ kind: 'case-resolved', source: 'demo', caseId: issueId, customerId, at: settled, recovered });
  }
  if (chance(random, againShare)) {
    const later = at + between(random, 1, 6) * daySeconds;
    contacts.push({ ...contactAt(random, profile, person, `${issueId}-2`, later), issueId });
  }
  if (chance(random, ratedShare)) {
    const low = 'complaint' in complaint ? 1.2 : 0;
    contacts.push(ratingAt(random, profile, issueId, at + between(random, 1, 40) * 3_600, matter.mood - low));
  }
  return contacts;
}

function contactAt(
  random: Random,
  profile: Profile,
  person: Person,
  interactionId: string,
  at: number,
): DemoInteraction {
  const { customerId, channel } = profile;
  const spoken = channel === 'phone' ? { durationSeconds: between(random, 40, 900) } : {};
  return {
    source: 'demo',
    interactionId,
    customerId,
    channel,
    direction: 'in',
    at: isoOf(at),
    agentId: chance(random, 0.6) ? profile.agentId : `a${between(random, 1, 12)}`,
    ...spoken,
    text: `${person.name} asks about an order, to be answered at ${person.email.value}.`,
  };
}

function ratingAt(random: Random, { customerId }: Profile, ratingId: string, at: number, mood: number): DemoRating {
  const answer = () => Math.min(5, Math.max(1, Math.round(mood + (random() - 0.5) * 1.6)));
  const answers: Partial<Record<(typeof dimensions)[number], number>> = {};
  for (const dimension of dimensions) if (chance(random, 0.8)) answers[dimension] = answer();
  const isWhole = Object.keys(answers).length > 0 && chance(random, 0.5);
  const rating: DemoRatingScale = { min: 1, max: 5, ...(isWhole ? answers : { overall: answer() }) };
  return { source: 'demo', ratingId, customerId, at: isoOf(at), rating };
}

function fallingRatings({ customerId }: Profile, calendar: Calendar): DemoRating[] {
  const yesterday = new Date((calendar.lastMidnight - daySeconds) * 1_000);
  return falling.map((overall, i) => {
    const monthsAgo = falling.length - 1 - i;
    const first = Date.UTC(yesterday.getUTCFullYear(), yesterday.getUTCMonth() - monthsAgo, 1) / 1_000;
    const rating = { min: 1, max: 5, overall } as const;
    return {
      source: 'demo',
      ratingId: `S-${customerId.slice(1)}-${i + 1}`,
      customerId,
      at: isoOf(first + 9 * 3_600),
      rating,
    };
  });
}
