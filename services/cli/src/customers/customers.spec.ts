import { runCommand } from '../../test/command-run.js';
import { row17 } from '../../test/examples.js';
import { type FakeDeployment, fakeDeployment } from '../../test/fake-deployment.js';

describe('customers', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    const first = { items: [row17], next: 'c1' };
    const second = { items: [{ ...row17, customerId: '18', oneOff: true, tier: null }], next: null };
    deployment = await fakeDeployment({ 'GET /customers': [{ json: first }, { json: second }] });
  });
  afterEach(() => deployment.close());

  it('shows the book in columns, over as many pages as it takes', async () => {
    const { code, stdout } = await runCommand(['customers'], { url: deployment.url });
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Customer  Value  Tier  ABC  RFM  State   Orders    Amount  Latest      One-off',
      '17        87.31  core  A    555  active      34  5,391.21  2026-02-26  -',
      '18        87.31  -     A    555  active      34  5,391.21  2026-02-26  one-off',
      '',
    ]);
    expect(deployment.heard[1]!.query).toMatchObject({ cursor: 'c1', limit: '49' });
  });

  it('asks for what is to be shown, and no more', async () => {
    const args = ['customers', '--tier', 'core', '--abc', 'A', '--state', 'active', '--limit', '1'];
    const { stderr } = await runCommand(args, { url: deployment.url });
    expect(deployment.heard.map(({ query }) => query)).toEqual([
      { sort: '-value', tier: 'core', abc: 'A', state: 'active', limit: '1' },
    ]);
    expect(stderr).toContain('the first 1');
  });

  it('answers machines with the rows as they are', async () => {
    const { stdout } = await runCommand(['customers', '--limit', '1', '--json'], { url: deployment.url });
    expect(JSON.parse(stdout)).toEqual({ items: [row17], next: 'c1' });
  });
});
