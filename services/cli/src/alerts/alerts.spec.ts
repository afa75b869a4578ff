import { runCommand } from '../../test/command-run.js';
import { type FakeDeployment, fakeDeployment, problem } from '../../test/fake-deployment.js';

const alert = {
  id: 'alert-1',
  customerId: '17',
  rule: 'satisfaction',
  severity: 'serious',
  priority: 69.85,
  valueAtRisk: '5391.21',
  raisedAt: '2026-10-05T09:00:00.000Z',
  callBy: '2026-10-07T09:00:00.000Z',
  agentId: 'a7',
  state: 'open',
  outcome: null,
  because: [
    { text: 'Ratings fell from 4 in August to 3.2 in September.', causes: ['score-1', 'rating-1'] },
    { text: 'Ratings fell three months in a row.', causes: ['score-2'] },
  ],
  suggestedAction: 'Call.',
};
const rule = {
  rule: 'satisfaction',
  raised: 6,
  open: 1,
  outcomes: { recovered: 2, lost: 1, 'false-alarm': 1, ignored: 1 },
  precision: 0.75,
  leadHours: { median: 20, p90: 28 },
};

describe('alerts', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /alerts': [
        { json: { items: [alert], next: 'c1' } },
        { json: { items: [{ ...alert, id: 'alert-2', state: 'resolved', outcome: 'lost' }], next: null } },
      ],
      'GET /alerts/alert-1': { json: alert },
      'GET /alerts/rules': { json: { items: [rule], next: null } },
      'POST /alerts/nobody/acknowledge': problem(404, 'id', 'no alert'),
      'POST /alerts/alert-1/acknowledge': { json: { ...alert, state: 'acknowledged' } },
      'POST /alerts/alert-1/snooze': { json: { ...alert, state: 'snoozed' } },
      'POST /alerts/alert-1/resolve': [
        { json: { ...alert, state: 'resolved', outcome: 'recovered' } },
        problem(409, null, 'the alert is over: recovered, resolved by a person'),
      ],
    });
  });
  afterEach(() => deployment.close());
  const run = (...args: string[]) => runCommand(['alerts', ...args], { url: deployment.url });

  it('given more than a page, then shows all in columns, with the latest reason', async () => {
    const { code, stdout } = await run('--open');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^alert-1 +17 +satisfaction +serious +69.85 +5,391.21 +2026-10-05\S+ +2026-10-07\S+ +a7 +open +Ratings fell three months in a row.$/m,
    );
    expect(stdout).toMatch(/^alert-2 .*resolved: lost/m);
    expect(deployment.heard.map(({ query }) => query)).toEqual([
      { sort: '-priority', open: 'true', limit: '50' },
      { sort: '-priority', open: 'true', limit: '49', cursor: 'c1' },
    ]);
  });

  it('asks for what is to be shown, and says that there are more', async () => {
    const args = ['--rule', 'silence', '--severity', 'critical', '--agent', 'a7', '--customer', '17', '--limit', '1'];
    const { stderr } = await run(...args);
    expect(deployment.heard[0]!.query).toEqual({
      sort: '-priority',
      rule: 'silence',
      severity: 'critical',
      agent: 'a7',
      customer: '17',
      limit: '1',
    });
    expect(stderr).toContain('the first 1');
  });

  it('answers machines with the alerts as they are', async () => {
    const { stdout } = await run('--limit', '1', '--json');
    expect(JSON.parse(stdout)).toEqual({ items: [alert], next: 'c1' });
  });

  it('shows one with every reason and the events behind it', async () => {
    const { stdout } = await run('show', 'alert-1');
    expect(stdout).toContain('  Ratings fell from 4 in August to 3.2 in September. (score-1, rating-1)\n');
    expect(stdout).toContain('  Call.\n');
  });

  it('shows how each rule has done', async () => {
    const { stdout } = await run('rules');
    expect(stdout).toMatch(/^satisfaction +6 +1 +2 +1 +1 +1 +75.0 % +20.0 +28.0$/m);
  });

  it.each([
    [['ack', 'alert-1', '--by', 'a7'], 'acknowledge', { by: 'a7' }, 'state=acknowledged'],
    [
      ['snooze', 'alert-1', '--until', '2026-10-06T09:00:00Z'],
      'snooze',
      { until: '2026-10-06T09:00:00Z' },
      'state=snoozed',
    ],
    [
      ['resolve', 'alert-1', '--outcome', 'recovered', '--why', 'content'],
      'resolve',
      { outcome: 'recovered', why: 'content' },
      'state=resolved outcome=recovered',
    ],
  ])('given %j, then tells the deployment and says how the alert stands', async (args, verb, body, said) => {
    const { code, stdout } = await run(...args);
    expect([code, stdout]).toEqual([0, `alert=alert-1 customer=17 rule=satisfaction ${said}\n`]);
    expect(deployment.heard[0]).toMatchObject({ path: `/alerts/alert-1/${verb}` });
    expect(JSON.parse(deployment.heard[0]!.body)).toEqual(body);
  });

  it('given an alert that is over, then says so and exits 1', async () => {
    await run('resolve', 'alert-1', '--outcome', 'recovered');
    const { code, stderr } = await run('resolve', 'alert-1', '--outcome', 'lost');
    expect(code).toBe(1);
    expect(stderr).toContain('the alert is over: recovered, resolved by a person');
  });

  it('given an alert that is not there, then says so and exits 1', async () => {
    expect(await run('ack', 'nobody')).toMatchObject({ code: 1, stderr: 'vilfredo: alert nobody: no alert\n' });
  });

  it.each([[['resolve', 'alert-1']], [['resolve', 'alert-1', '--outcome', 'won']], [['snooze', 'alert-1']]])(
    'given %j, then that is wrong usage, and nothing is told',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2 });
      expect(deployment.heard).toEqual([]);
    },
  );
});

describe('alerts, with none', () => {
  it('says so', async () => {
    const deployment = await fakeDeployment({
      'GET /alerts': { json: { items: [], next: null } },
      'GET /alerts/rules': { json: { items: [], next: null } },
    });
    const run = (...args: string[]) => runCommand(['alerts', ...args], { url: deployment.url });
    const said = [await run('--open'), await run(), await run('rules')].map(({ stdout }) => stdout);
    await deployment.close();
    expect(said).toEqual(['no alert is open\n', 'there are no alerts\n', 'no rule has raised an alert\n']);
  });
});
