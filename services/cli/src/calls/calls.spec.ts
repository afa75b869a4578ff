import { runCommand } from '../../test/command-run.js';
import { type FakeDeployment, fakeDeployment, problem } from '../../test/fake-deployment.js';

const call = {
  customerId: '17',
  priority: 69.85,
  value: 87.31,
  need: 0.8,
  tier: 'core',
  ownerId: 'a7',
  callBy: '2026-03-02T09:00:00.000Z',
  attempts: 1,
  reasons: [{ kind: 'alert', text: 'Their ratings fell.', need: 0.8, causes: ['e-1'] }],
};
const other = { ...call, customerId: '18', priority: 4, tier: null, ownerId: null, callBy: null };

describe('calls', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /calls': [{ json: { items: [call], next: 'c1' } }, { json: { items: [other], next: null } }],
      'GET /calls/17': {
        json: {
          ...call,
          onList: false,
          position: null,
          suggestedAction: 'Put it right.',
          holds: [{ kind: 'no-consent', text: 'They do not want to be called.', until: null, causes: [] }],
        },
      },
      'POST /calls/99/attempts': problem(404, 'customerId', 'no customer'),
      'POST /calls/17/attempts': { status: 202, json: { attemptId: 'x', outcome: 'accepted' } },
    });
  });
  afterEach(() => deployment.close());
  const run = (...args: string[]) => runCommand(['calls', ...args], { url: deployment.url });

  it('shows whom to call next, over as many pages as it takes, with the deciding reason', async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Customer  Priority  Value  Need  Tier  Owner  Call by           Tried  Why',
      '17           69.85  87.31  0.80  core  a7     2026-03-02 09:00      1  Their ratings fell.',
      '18            4.00  87.31  0.80  -     -      -                     1  Their ratings fell.',
      '',
    ]);
    expect(deployment.heard[1]!.query).toEqual({ cursor: 'c1', limit: '49' });
  });

  it('asks for the customers of one agent, and for those of nobody too when told so', async () => {
    await run('--agent', 'a7', '--unowned', '--limit', '1');
    expect(deployment.heard.map(({ query }) => query)).toEqual([{ agent: 'a7', unowned: 'true', limit: '1' }]);
  });

  it('answers machines with the list as it is', async () => {
    const { stdout } = await run('--limit', '1', '--json');
    expect(JSON.parse(stdout)).toEqual({ items: [call], next: 'c1' });
  });

  it('says where there is nobody to call', async () => {
    const empty = await fakeDeployment({ 'GET /calls': { json: { items: [], next: null } } });
    expect(await runCommand(['calls'], { url: empty.url })).toMatchObject({
      code: 0,
      stdout: 'nobody is to be called\n',
    });
    await empty.close();
  });

  it('shows why a customer is not on the list', async () => {
    const { stdout } = await run('show', '17');
    expect(stdout.split('\n')).toEqual([
      '17 is not on the list: priority=69.85 value=87.31 need=0.8',
      '  not now: They do not want to be called.',
      '  because: Their ratings fell. (need 0.8)',
      '  to do: Put it right.',
      '  call by: 2026-03-02 09:00',
      '',
    ]);
  });

  it('tells what came of a call', async () => {
    const args = ['done', '17', '--result', 'call-back', '--call-back-at', '2026-03-03T09:00:00Z', '--agent', 'a7'];
    expect(await run(...args)).toMatchObject({ code: 0, stdout: 'attempt=x outcome=accepted\n' });
    expect(JSON.parse(deployment.heard[0]!.body)).toEqual({
      channel: 'phone',
      result: 'call-back',
      callBackAt: '2026-03-03T09:00:00Z',
      agentId: 'a7',
    });
  });

  it('refuses a result that is none, and says when a customer is not known', async () => {
    expect(await run('done', '17', '--result', 'maybe')).toMatchObject({ code: 2 });
    expect(await run('done', '17')).toMatchObject({ code: 2 });
    const { code, stderr } = await run('done', '99', '--result', 'reached');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'vilfredo: customer 99: no customer\n' });
  });
});
