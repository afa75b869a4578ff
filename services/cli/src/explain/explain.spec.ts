import { runCommand } from '../../test/command-run.js';
import { asking19, contacted, customer17, leaving20, ordered, prospect18 } from '../../test/examples.js';
import { type FakeDeployment, fakeDeployment } from '../../test/fake-deployment.js';
import { causingEvent } from './causing-events.js';

describe('explain', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    const newest = { items: [ordered('e-1', 'O-1', '2026-02-26T10:00:00Z', [5_120])], next: 'e-1' };
    const older = { items: [ordered('e-2', 'O-2', '2025-11-05T10:00:00Z', [100_000, 50])], next: null };
    deployment = await fakeDeployment({
      'GET /customers/17': { json: customer17 },
      'GET /customers/18': { json: prospect18 },
      'GET /customers/17/timeline': [{ json: newest }, { json: older }],
    });
  });
  afterEach(() => deployment.close());

  it('says every part in words, with the events behind it', async () => {
    const { code, stdout } = await runCommand(['explain', '17', '--events', '2'], { url: deployment.url });
    expect(code).toBe(0);
    expect(stdout).toContain('Customer 17 is active, has a value of 87.31 and is in the core tier');
    expect(stdout).toContain(
      '36.40 points  recency\n  bought last 3 days ago: at or above 91.0 % of the active customers; weighs 40.0 %.',
    );
    expect(stdout).toContain('bought for 5,391.21 in the window');
    expect(stdout).toMatch(/2025-11-05 {2}OrderPlaced {2}O-2 +1,000\.50 {2}GBP/);
    expect(stdout).toContain('and 1 more (--events 3)');
    expect(stdout).toContain('their place adds -0.09');
  });

  it('gives machines every part with its events, also those that cannot be found', async () => {
    const { stdout } = await runCommand(['explain', '17', '--json'], { url: deployment.url });
    const { score, parts } = JSON.parse(stdout);
    expect(score).toBe(87.31);
    expect(parts.map(({ points }: { points: number }) => points).reduce((a: number, b: number) => a + b)).toBeCloseTo(
      score,
    );
    const order = { type: 'OrderPlaced', currency: 'GBP', about: null };
    expect(parts[1].events).toEqual([
      { ...order, id: 'e-2', at: '2025-11-05T10:00:00Z', number: 'O-2', amount: '1000.50' },
      { ...order, id: 'e-1', at: '2026-02-26T10:00:00Z', number: 'O-1', amount: '51.20' },
      { id: 'e-3', type: 'unknown', at: '', number: null, amount: null, currency: null, about: null },
    ]);
  });

  it('given somebody who has not ordered, reads no timeline', async () => {
    const { stdout } = await runCommand(['explain', '18'], { url: deployment.url });
    expect(stdout).toContain('Customer 18 (prospect) has not ordered yet');
    expect(deployment.heard).toHaveLength(1);
  });
});

describe('explain, of a customer about to leave', () => {
  const said = 'NOBODY MAY READ THIS';
  const timeline = [
    contacted('r-4', 'SatisfactionRated', '2026-02-20T10:00:00Z', {
      ratingId: 'R-4',
      scale: { min: 1, max: 5 },
      answers: { overall: 2 },
      text: said,
    }),
    contacted('r-3', 'SatisfactionRated', '2026-01-20T10:00:00Z', {
      ratingId: 'R-3',
      scale: { min: 0, max: 10 },
      answers: { reliability: 4, empathy: 6 },
    }),
    contacted('k-1', 'CaseOpened', '2026-02-01T10:00:00Z', {
      caseId: 'K-1',
      kind: 'complaint',
      severity: 2,
      sealed: said,
    }),
    contacted('s-1', 'InterestSignalled', '2026-02-02T10:00:00Z', {
      product: 'S-7',
      cue: 'cheaper',
      interactionId: 'I-1',
    }),
    contacted('c-1', 'InteractionRecorded', '2026-02-26T10:00:00Z', {
      interactionId: 'I-2',
      channel: 'phone',
      direction: 'in',
      purpose: 'sales',
      sealed: said,
    }),
  ];
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /customers/19': { json: asking19 },
      'GET /customers/20': { json: leaving20 },
      'GET /customers/19/timeline': { json: { items: timeline, next: null } },
      'GET /customers/20/timeline': { json: { items: timeline, next: null } },
    });
  });
  afterEach(() => deployment.close());

  it.each([
    ['the risk', 'The churn risk is 81.32 of 100: critical. It is made of:'],
    [
      'what time alone says',
      '38.00 points  rhythm and silence (log-odds -0.49)\n  by their rhythm, they buy within the next 90 days with a chance of 62.0 %.',
    ],
    ['what the ratings say', '35.31 points  satisfaction (log-odds +1.50)\n  ratings fell three months in a row'],
    ['which ratings', '2026-02-20  SatisfactionRated  R-4     rated 2 on 1-5'],
    ['how they were asked', '2026-01-20  SatisfactionRated  R-3     rated reliability 4, empathy 6 on 0-10'],
    ['what complaints say', '8.01 points  complaints (log-odds +0.46)\n  1 complaint, weighing less with time'],
    ['which complaints', '2026-02-01  CaseOpened  K-1     complaint, severity 2 of 3'],
    ['what nothing adds to', '0.00 points  effort (log-odds 0.00)\n  no matter brought up twice'],
    ['the silence', 'Silent for 61 days, usually buys every 28 days: overdue.'],
    ['the stages', 'S-7: stage of comparison\n  compares it with others'],
    ['the signals', '2026-02-02  InterestSignalled  I-1     S-7: cheaper'],
  ])('says %s', async (_, text) => {
    const { stdout } = await runCommand(['explain', '20'], { url: deployment.url });
    expect(stdout).toContain(text);
    expect(stdout).not.toContain(said);
  });

  it('given a prospect, says what makes them worth a call', async () => {
    const { stdout } = await runCommand(['explain', '19'], { url: deployment.url });
    expect(stdout).toContain('The qualification is 61.25 of 100. It is made of:');
    expect(stdout).toContain('28.00 points  recency\n  in contact last 3 days ago.');
    expect(stdout).toContain('2026-02-26  InteractionRecorded  I-2     phone from the customer, sales');
  });

  it('gives machines all of it, and nothing of what was said', async () => {
    const { stdout } = await runCommand(['explain', '20', '--json'], { url: deployment.url });
    const { churn, satisfaction, stages } = JSON.parse(stdout);
    const points = churn.terms.map((term: { points: number }) => term.points);
    expect(points.reduce((a: number, b: number) => a + b)).toBeCloseTo(churn.risk);
    expect(churn.terms[1].events.map(({ id }: { id: string }) => id)).toEqual(['r-4', 'r-3']);
    expect(churn.silence.words).toContain('overdue');
    expect(satisfaction).toMatchObject({ class: 1, words: expect.stringMatching(/^Class 1/) });
    expect(stages[0]).toMatchObject({ product: 'S-7', recall: true, events: [{ id: 's-1' }] });
    expect(stdout).not.toContain(said);
  });
});

describe('an event behind a part', () => {
  const item = { id: 'e', type: 'X', at: '2026-01-01T00:00:00Z' };
  it.each([
    ['a cancellation', { orderId: 'O-1' }, { number: 'O-1', amount: null }],
    ['a contract', { contractId: 'C-1', currency: 'JPY', amountMinor: 700 }, { number: 'C-1', amount: '700' }],
    ['a line from before amounts', { orderId: 'O-1', currency: 'GBP', lines: [{ sku: 's' }] }, { amount: null }],
    ['no payload', null, { number: null, amount: null, about: null }],
  ])('given %s, says what can be said', (_, data, said) => {
    expect(causingEvent({ ...item, data })).toMatchObject(said);
  });
});
