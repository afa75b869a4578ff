import { nowhere, runCommand } from '../test/command-run.js';
import { fakeDeployment, problem } from '../test/fake-deployment.js';

describe('the command line', () => {
  it.each([
    ['an unknown verb', ['frobnicate']],
    ['no verb', []],
    ['an unknown option', ['customers', '--frob']],
    ['a missing argument', ['show']],
    ['a word that is not allowed', ['customers', '--tier', 'best']],
    ['a number that is none', ['customers', '--limit', 'many']],
    ['a skip without a why', ['parked', 'skip', '17']],
    ['an address that is none', ['customers', '--url', 'localhost']],
    ['an order that is not offered', ['customers', '--sort', 'name']],
    ['a band that there is not', ['customers', '--risk', 'grave']],
  ])('given %s, exits 2 and says why on standard error', async (_, args) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it.each([['--help'], ['--version'], ['show --help']])('answers %s on standard output and exits 0', async (args) => {
    const { code, stdout, stderr } = await runCommand(args.split(' '));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });

  it('given nobody who answers, says how to mend it and exits 1', async () => {
    const { code, stderr } = await runCommand(['customers'], { url: nowhere });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `vilfredo: nothing answers at ${nowhere}: start a deployment with \`npm start\`, or name one with --url or VILFREDO_URL\n`,
    );
  });

  it('takes --url before VILFREDO_URL, before or after the verb', async () => {
    const deployment = await fakeDeployment({ 'GET /policy': { json: { name: 'v1' } } });
    const before = await runCommand(['--url', deployment.url, 'policy', 'show'], { url: nowhere });
    const after = await runCommand(['policy', 'show', '--url', deployment.url], { url: nowhere });
    await deployment.close();
    expect([before.code, after.code]).toEqual([0, 0]);
  });

  it('given a deployment behind a path, keeps to that path', async () => {
    const deployment = await fakeDeployment({ 'GET /crm/policy': { json: { name: 'v1' } } });
    const { code } = await runCommand(['policy', 'show'], { url: `${deployment.url}/crm` });
    await deployment.close();
    expect(code).toBe(0);
  });
});

describe('an answer that is an error', () => {
  const cases = [
    ['a field', problem(400, 'tier', 'must be one of top, core'), 'vilfredo: tier: must be one of top, core\n'],
    ['the field in the reason', problem(400, 'a.b', 'a.b must be 1'), 'vilfredo: a.b must be 1\n'],
    ['a refusal', problem(409, null, 'a rebuild is running already'), 'vilfredo: a rebuild is running already\n'],
    [
      'a defect',
      problem(500, null, 'something went wrong on our side'),
      'vilfredo: the deployment failed on this (status 500): its log says why\n',
    ],
  ] as const;
  it.each(cases)('given %s, is one plain sentence and exit code 1', async (_, route, sentence) => {
    const deployment = await fakeDeployment({ 'GET /policy': route });
    const { code, stderr } = await runCommand(['policy', 'show'], { url: deployment.url });
    await deployment.close();
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence });
  });

  it('given another program on that port, says so', async () => {
    const deployment = await fakeDeployment({ 'GET /policy': (_, answer) => void answer.end('<html>hello</html>') });
    const { code, stderr } = await runCommand(['policy', 'show'], { url: deployment.url });
    await deployment.close();
    expect(code).toBe(1);
    expect(stderr).toContain('answers, but not as a Vilfredo deployment does');
  });

  it('given 503, waits as long as it is asked to and tries again', async () => {
    const busy = problem(503, null, 'the disk is full', { 'retry-after': '7' });
    const deployment = await fakeDeployment({ 'GET /policy': [busy, busy, { json: { name: 'v1' } }] });
    const { code, pauses } = await runCommand(['policy', 'show'], { url: deployment.url });
    await deployment.close();
    expect(code).toBe(0);
    expect(pauses).toEqual([7_000, 7_000]);
  });

  it('given 503 again and again, gives up with the reason', async () => {
    const deployment = await fakeDeployment({ 'GET /policy': problem(503, null, 'the disk is full') });
    const { code, stderr, pauses } = await runCommand(['policy', 'show'], { url: deployment.url });
    await deployment.close();
    expect(code).toBe(1);
    expect(pauses).toHaveLength(4);
    expect(stderr).toContain('the deployment cannot do this now: the disk is full');
  });
});
