import { isInteraction, isRating } from './demo-contact.js';
import { demoContacts } from './demo-contacts.js';
import { demoEnterprise } from './demo-enterprise.js';
import { demoStories } from './demo-stories.js';

const usual = { seed: 1, until: '2026-11-13T00:00:00Z' };
const contacts = demoContacts(usual);
const stories = demoStories(usual);

describe('the contacts of the demo enterprise', () => {
  it('are the same, byte for byte, for the same seed, in order of time and none too late', () => {
    expect(JSON.stringify(demoContacts({ ...usual }))).toBe(JSON.stringify(contacts));
    const times = contacts.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(times.at(-1)! <= usual.until).toBe(true);
  });

  it('are calls, mails and letters, some rated, some complaints, some about a price', () => {
    const interactions = contacts.filter(isInteraction);
    expect(interactions.length).toBeGreaterThan(6_000);
    expect(new Set(interactions.map(({ channel }) => channel))).toEqual(new Set(['phone', 'email', 'mail']));
    expect(contacts.filter(isRating).length).toBeGreaterThan(2_000);
    expect(interactions.filter(({ complaint }) => complaint !== undefined).length).toBeGreaterThan(300);
    expect(interactions.filter(({ signals }) => signals !== undefined).length).toBeGreaterThan(300);
  });

  it('have ids of their own, and people whose numbers and addresses are reserved for fiction', () => {
    const ids = contacts.flatMap((contact) =>
      isInteraction(contact) ? [contact.interactionId] : isRating(contact) ? [contact.ratingId] : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
    const points = contacts.flatMap((contact) => ('contactPoints' in contact ? contact.contactPoints : []));
    expect(new Set(points.map(({ value }) => value)).size).toBe(points.length);
    for (const { kind, value } of points) {
      if (kind === 'email') expect(value).toMatch(/^[a-z0-9.]+@example\.com$/);
      if (kind === 'phone') expect(value).toMatch(/^\+49(3023125|6990009|4066969|2214710|8999998)\d{3}$/);
    }
  });

  it('tell of a loyal customer whose ratings fell four months in a row', () => {
    const said = contacts.filter(isRating).filter(({ customerId }) => customerId === stories.souring);
    expect(said.map(({ rating }) => rating.overall)).toEqual([5, 4, 3, 2]);
    expect(new Set(said.map(({ at }) => at.slice(0, 7))).size).toBe(4);
  });

  it('tell of somebody who asked for a price three weeks ago and was never heard of again', () => {
    const asked = contacts
      .filter(isInteraction)
      .filter(({ contactPoint }) => contactPoint?.value === stories.asker.value);
    expect(asked.map(({ signals }) => signals?.map(({ cue }) => cue))).toEqual([['price']]);
  });
});

describe('the daily visitor of the demo enterprise', () => {
  it('came at nine on ninety days on end, and not on the last', () => {
    const visits = [...demoEnterprise(usual)].filter(({ customerId }) => customerId === stories.dailyVisitor);
    expect(visits.filter(({ kind }) => kind === 'order')).toHaveLength(90);
    expect(new Set(visits.map(({ at }) => at.slice(11, 16)))).toEqual(new Set(['09:00']));
    expect(visits.at(-1)?.at.slice(0, 10)).toBe('2026-11-11');
  });
});
