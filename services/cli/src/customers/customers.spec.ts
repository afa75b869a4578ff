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
      'Customer  Value  Tier  ABC  RFM  State   Risk  Band   Class  Silence  Orders    Amount  Latest      One-off',
      '17        87.31  core  A    555  active  31.4  watch  2      on-time      34  5,391.21  2026-02-26  -',
      '18        87.31  -     A    555  active  31.4  watch  2      on-time      34  5,391.21  2026-02-26  one-off',
      '',
    ]);
    expect(deployment.heard[1]!.query).toMatchObject({ cursor: 'c1', limit: '49' });
  });

  it('asks for what is to be shown, and no more', async () => {
    const filter = {
      tier: 'core',
      abc: 'A',
      state: 'active',
      risk: 'high',
      class: '1',
      silence: 'overdue',
      product: 'S-1',
    };
    const args = Object.entries(filter).flatMap(([name, word]) => [`--${name}`, word]);
    const { stderr } = await runCommand(['customers', ...args, '--limit', '1'], { url: deployment.url });
    expect(deployment.heard.map(({ query }) => query)).toEqual([{ sort: '-value', ...filter, limit: '1' }]);
    expect(stderr).toContain('the first 1');
  });

  it.each([
    [['--sort', 'risk'], '-risk'],
    [['--sort', 'qualification'], '-qualification'],
    [['--state', 'prospect'], '-qualification'],
    [['--state', 'prospect', '--sort', 'value'], '-value'],
  ])('given %j, asks for that order', async (args, sort) => {
    await runCommand(['customers', ...args], { url: deployment.url });
    expect(deployment.heard[0]!.query).toMatchObject({ sort });
  });

  it('by what is to be expected, shows that beside each', async () => {
    const expecting = await fakeDeployment({
      'GET /customers': { json: { items: [{ ...row17, clv: '1403.11' }], next: null } },
    });
    const { stdout } = await runCommand(['customers', '--sort', 'clv'], { url: expecting.url });
    expect(expecting.heard[0]!.query).toMatchObject({ sort: '-clv' });
    await expecting.close();
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'Customer  Expected  Value  Tier  ABC  RFM  State   Risk  Band   Class  Silence  Orders    Amount  Latest      One-off',
      '17        1,403.11  87.31  core  A    555  active  31.4  watch  2      on-time      34  5,391.21  2026-02-26  -',
    ]);
  });

  it('answers machines with the rows as they are', async () => {
    const { stdout } = await runCommand(['customers', '--limit', '1', '--json'], { url: deployment.url });
    expect(JSON.parse(stdout)).toEqual({ items: [row17], next: 'c1' });
  });
});

describe('customers --state prospect', () => {
  it('shows how worthwhile it is to go after each', async () => {
    const prospect = { ...row17, customerId: '19', value: null, state: 'prospect', class: null, qualification: 61.25 };
    const deployment = await fakeDeployment({ 'GET /customers': { json: { items: [prospect], next: null } } });
    const { stdout } = await runCommand(['customers', '--state', 'prospect'], { url: deployment.url });
    await deployment.close();
    expect(stdout).toBe('Customer  Qualification  State     Class\n19                61.25  prospect  -\n');
  });
});
