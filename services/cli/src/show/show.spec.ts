import { runCommand } from '../../test/command-run.js';
import { asking19, customer17, leaving20, prospect18 } from '../../test/examples.js';
import { type FakeDeployment, fakeDeployment, problem } from '../../test/fake-deployment.js';

describe('show', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /customers/17': { json: customer17 },
      'GET /customers/18': { json: prospect18 },
      'GET /customers/19': { json: asking19 },
      'GET /customers/20': { json: leaving20 },
      'GET /customers/a%2Fb': { json: customer17 },
      'GET /customers/98': problem(404, 'asOf', 'nothing was known of this customer then'),
      'GET /customers/99': problem(404, 'id', 'no customer'),
      'GET /customers/100': (_, answer) => answer.writeHead(404).end('<h1>Not found</h1>'),
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

  it('says of when the cut-offs are, and that a day from before them is held against the first', async () => {
    const early = { ...customer17, asOf: '2025-03-01T00:00:00.000Z' };
    const other = await fakeDeployment({ 'GET /customers/17': [{ json: customer17 }, { json: early }] });
    const words = async () => (await runCommand(['show', '17'], { url: other.url })).stdout;
    expect(await words()).toMatch(/Policy +v1, cut-offs 2, of 2026-02-28\n/);
    expect(await words()).toMatch(/Policy +v1, cut-offs 2, of 2026-02-28: none are older\n/);
    await other.close();
  });

  it.each([
    [{ amount: '-4973.32', nextTier: null, by: null, toNextTier: null }, ['That is 4973.32 less than']],
    [
      { amount: '12.50', nextTier: 'top', by: 'score', toNextTier: '7.69' },
      ['That is 12.50 more than they brought in as long a time before.', 'To top: 7.69 points of value.'],
    ],
    [{ amount: '0.00', nextTier: 'core', by: 'amount', toNextTier: '80.00' }, ['To core: 80.00 in amount.']],
  ])('given room to grow of %j, says it in words', async (growth, words) => {
    const growing = { ...customer17, value: { ...customer17.value, growth } };
    const other = await fakeDeployment({ 'GET /customers/17': { json: growing } });
    const { stdout } = await runCommand(['show', '17'], { url: other.url });
    await other.close();
    for (const each of words) expect(stdout).toContain(each);
    expect(stdout.includes('\nTo ')).toBe(growth.nextTier !== null);
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

  it.each([
    ['what to expect', '403.11 within 364 days: 8.10 purchases of 51.20 each'],
    [
      'the churn risk',
      '81.32 of 100: critical. By their rhythm alone they buy within 90 days with a chance of 62.0 %.',
    ],
    ['its terms', 'complaints              0.46    8.01'],
    ['the silence', 'Silent for 61 days, usually buys every 28 days: overdue.'],
    [
      'the satisfaction',
      'Class 1: ratings fell three months in a row, from 4.5 in November 2025 to 2 in February 2026, and the latest, 2, is bad.',
    ],
    ['its index', 'RATER index 59.4 of 100 (reliability, empathy).'],
    ['its months', '2025-11          4.5        2'],
    [
      'whom to call for what',
      'S-7: compares it with others, with a chance of 61.0 %; has not bought it since: somebody should call.',
    ],
    ['the stages', 'S-7      comparison  61.0 %  yes'],
  ])('given a customer about to leave, shows %s', async (_, text) => {
    const { stdout } = await runCommand(['show', '20'], { url: deployment.url });
    expect(stdout).toContain(text);
  });

  it('given a prospect, shows how worthwhile it is to go after them', async () => {
    const { stdout } = await runCommand(['show', '19'], { url: deployment.url });
    expect(stdout).toContain('Qualification\n61.25 of 100.\n');
    expect(stdout).toMatch(/^interest +1\.00 +10\.00$/m);
    expect(stdout).not.toContain('Churn risk');
  });

  it('given a prospect who turned out to be a customer, says who', async () => {
    const merged = await fakeDeployment({ 'GET /customers/18': { json: { ...prospect18, mergedInto: '17' } } });
    const { stdout } = await runCommand(['show', '18'], { url: merged.url });
    await merged.close();
    expect(stdout).toMatch(/^Turned out to be +17$/m);
  });

  it('answers machines with the view as it is', async () => {
    const { stdout } = await runCommand(['show', '17', '--json'], { url: deployment.url });
    expect(JSON.parse(stdout)).toEqual(customer17);
  });

  it.each([
    [['show', '99'], 'vilfredo: customer 99: no customer\n'],
    [['show', '99', '--as-of', '2020-01-01'], 'vilfredo: customer 99: no customer\n'],
    [['explain', '98', '--as-of', '2020-01-01'], 'vilfredo: customer 98: nothing was known of this customer then\n'],
    [['show', '97'], 'vilfredo: customer 97: there is nothing at this address\n'],
  ])('given nobody, %j exits 1 and says what the deployment says', async (args, sentence) => {
    const { code, stderr } = await runCommand(args, { url: deployment.url });
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence });
  });

  it('given an answer that is none of a deployment, says so rather than that there is nobody', async () => {
    const { code, stderr } = await runCommand(['show', '100'], { url: deployment.url });
    expect(code).toBe(1);
    expect(stderr).toContain('not as a Vilfredo deployment does (status 404)');
  });
});
