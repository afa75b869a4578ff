import { type Figures, figuresLine, held } from './figures.js';

const good: Figures = {
  drill: 'kill',
  seed: 7,
  rounds: 20,
  sent: 12,
  acked: 12,
  stored: 12,
  lost: 0,
  dupDeliveries: 3,
  dupEffects: 0,
  reordered: 0,
  viewsEqual: true,
  seconds: 41.26,
  findings: [],
};

describe('the figures of a drill', () => {
  it('are one line of pairs, in a fixed order', () => {
    expect(figuresLine(good)).toBe(
      'drill=kill seed=7 rounds=20 sent=12 acked=12 stored=12 lost=0 dup_deliveries=3 dup_effects=0 reordered=0 views_equal=true seconds=41.3',
    );
  });

  it('tell of alerts and webhooks where there are any', () => {
    const told = { ...good, alerts: 5, dupAlerts: 0, lostAlerts: 0, webhooks: 9, webhookRepeats: 2 };
    expect(figuresLine(told)).toBe(
      `${figuresLine(good)} alerts=5 dup_alerts=0 lost_alerts=0 webhooks=9 webhook_repeats=2`,
    );
  });

  it('say that the promises held, although facts were delivered twice', () => {
    expect(held(good)).toBe(true);
  });

  it.each([
    ['something is lost', { lost: 1 }],
    ['something took effect twice', { dupEffects: 1 }],
    ['something is out of order', { reordered: 1 }],
    ['the views differ', { viewsEqual: false }],
    ['an alert is raised twice', { dupAlerts: 1 }],
    ['an alert is missing', { lostAlerts: 1 }],
    ['anything else was found', { findings: ['a 503 came without Retry-After'] }],
    ['nothing was accepted at all', { acked: 0 }],
  ])('say that they did not when %s', (_, wrong) => {
    expect(held({ ...good, ...wrong })).toBe(false);
  });
});
