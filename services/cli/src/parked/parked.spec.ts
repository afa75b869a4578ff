import { runCommand } from '../../test/command-run.js';
import { type FakeDeployment, fakeDeployment, problem } from '../../test/fake-deployment.js';

const cause = { kind: 'invalid', reason: 'must be text', field: 'lines.0.sku' };
const key17 = { key: '17', events: 2, cause, since: '2026-02-28T00:00:00.000Z', attempts: 1 };
const event = { id: 'e-1', type: 'OrderPlaced', time: '2026-02-27T00:00:00Z', characters: 5_000_000 };

describe('parked', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /parked': [
        { json: { items: [key17], next: '17' } },
        { json: { items: [{ ...key17, key: '18' }], next: null } },
      ],
      'GET /parked/17': {
        json: {
          ...key17,
          events: [
            { ...event, cause },
            { ...event, id: 'e-2', cause: null },
          ],
        },
      },
      'POST /parked/17/retry': [{ json: { drained: 2, empty: true } }, { json: { drained: 0, empty: false } }],
      'GET /parked/99': problem(404, 'key', 'nothing is parked on this key'),
      'POST /parked/99/retry': problem(404, 'key', 'nothing is parked on this key'),
      'POST /parked/17/skip': { status: 202, json: { skipped: 'e-1' } },
    });
  });
  afterEach(() => deployment.close());
  const run = (...args: string[]) => runCommand(['parked', ...args], { url: deployment.url });

  it('lists every key with its cause, over all pages', async () => {
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^17 +2 +2026-02-28T00:00:00.000Z +1 +lines.0.sku: must be text$/m);
    expect(stdout).toMatch(/^18 /m);
    expect(deployment.heard[1]!.query.cursor).toBe('17');
  });

  it('shows what waits on one key, in order', async () => {
    const { stdout } = await run('show', '17');
    expect(stdout).toMatch(/e-1 .* 5,000,000 +lines.0.sku: must be text\n.*e-2 .* waits behind the one before/);
  });

  it('retries: exits 0 when all went through and 1 when something is left', async () => {
    expect(await run('retry', '17')).toMatchObject({ code: 0, stdout: 'drained=2 empty=true\n' });
    expect(await run('retry', '17')).toMatchObject({ code: 1, stdout: 'drained=0 empty=false\n' });
  });

  it('skips with the reason that is given', async () => {
    expect(await run('skip', '17', '--why', 'a test order')).toMatchObject({ code: 0, stdout: 'skipped=e-1\n' });
    expect(JSON.parse(deployment.heard[0]!.body)).toEqual({ why: 'a test order' });
  });

  it.each([['show'], ['retry']])('given a key without anything parked, %s says so and exits 1', async (verb) => {
    expect(await run(verb, '99')).toMatchObject({
      code: 1,
      stderr: 'vilfredo: key 99: nothing is parked on this key\n',
    });
  });
});

describe('parked, with nothing parked', () => {
  it('says so', async () => {
    const deployment = await fakeDeployment({ 'GET /parked': { json: { items: [], next: null } } });
    const people = await runCommand(['parked'], { url: deployment.url });
    const machines = await runCommand(['parked', '--json'], { url: deployment.url });
    await deployment.close();
    expect(people).toMatchObject({ code: 0, stdout: 'nothing is parked\n' });
    expect(JSON.parse(machines.stdout)).toEqual({ items: [], next: null });
  });
});
