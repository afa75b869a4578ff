import { runCommand } from '../../test/command-run.js';
import { customer17, prospect18 } from '../../test/examples.js';
import { type FakeDeployment, fakeDeployment } from '../../test/fake-deployment.js';

describe('show', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /customers/17': { json: customer17 },
      'GET /customers/18': { json: prospect18 },
      'GET /customers/a%2Fb': { json: customer17 },
    });
  });
  afterEach(() => deployment.close());

  it('shows the customer and what the score is made of', async () => {
    const { code, stdout } = await runCommand(['show', '17'], { url: deployment.url });
    expect(code).toBe(0);
    expect(stdout).toContain('Customer 17           as of 2026-03-01T00:00:00.000Z');
    expect(stdout).toContain('Key for               S-1 (strong, 2 of 120)');
    expect(stdout).toContain('recency        3.00      91.0 %  40.0 %   36.40');
  });

  it('given a moment, asks for that one', async () => {
    await runCommand(['show', '17', '--as-of', '2026-02-01', '--known-at', '2026-02-03'], { url: deployment.url });
    expect(deployment.heard[0]!.query).toEqual({ asOf: '2026-02-01', knownAt: '2026-02-03' });
  });

  it('given an id with a slash, asks for that customer and no other', async () => {
    expect((await runCommand(['show', 'a/b'], { url: deployment.url })).code).toBe(0);
  });

  it('given somebody who has not ordered, says so', async () => {
    const { stdout } = await runCommand(['show', '18'], { url: deployment.url });
    expect(stdout).toContain('Has not ordered yet');
  });

  it('answers machines with the view as it is', async () => {
    const { stdout } = await runCommand(['show', '17', '--json'], { url: deployment.url });
    expect(JSON.parse(stdout)).toEqual(customer17);
  });

  it.each([
    [['show', '99'], 'vilfredo: there is no customer 99\n'],
    [['show', '99', '--as-of', '2020-01-01'], 'vilfredo: nothing was known of customer 99 then\n'],
  ])('given nobody, %j exits 1 and says so', async (args, sentence) => {
    const { code, stderr } = await runCommand(args, { url: deployment.url });
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence });
  });
});
