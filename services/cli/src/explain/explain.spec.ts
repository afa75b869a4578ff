import { runCommand } from '../../test/command-run.js';
import { customer17, ordered, prospect18 } from '../../test/examples.js';
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
    expect(parts[1].events).toEqual([
      { id: 'e-2', type: 'OrderPlaced', at: '2025-11-05T10:00:00Z', number: 'O-2', amount: '1000.50', currency: 'GBP' },
      { id: 'e-1', type: 'OrderPlaced', at: '2026-02-26T10:00:00Z', number: 'O-1', amount: '51.20', currency: 'GBP' },
      { id: 'e-3', type: 'unknown', at: '', number: null, amount: null, currency: null },
    ]);
  });

  it('given somebody who has not ordered, reads no timeline', async () => {
    const { stdout } = await runCommand(['explain', '18'], { url: deployment.url });
    expect(stdout).toContain('Customer 18 (prospect) has not ordered yet');
    expect(deployment.heard).toHaveLength(1);
  });
});

describe('an event behind a part', () => {
  const item = { id: 'e', type: 'X', at: '2026-01-01T00:00:00Z' };
  it.each([
    ['a cancellation', { orderId: 'O-1' }, { number: 'O-1', amount: null }],
    ['a contract', { contractId: 'C-1', currency: 'JPY', amountMinor: 700 }, { number: 'C-1', amount: '700' }],
    ['a line from before amounts', { orderId: 'O-1', currency: 'GBP', lines: [{ sku: 's' }] }, { amount: null }],
    ['no payload', null, { number: null, amount: null }],
  ])('given %s, says what can be said', (_, data, said) => {
    expect(causingEvent({ ...item, data })).toMatchObject(said);
  });
});
