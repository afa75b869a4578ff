import { runCommand } from '../../test/command-run.js';
import { type FakeDeployment, fakeDeployment, problem } from '../../test/fake-deployment.js';
import type { ReceiverRow } from './receivers.js';

const crm: ReceiverRow = {
  ...{ name: 'crm', kind: 'webhook', target: 'https://crm.example.com', state: 'working', held: 0, retrying: 0 },
  ...{ lag: { events: 0, more: false }, delivered: 12, lastDeliveredAt: '2026-10-01T09:00:00.000Z' },
  ...{ lastError: null, disabled: null },
};
const gone: ReceiverRow = {
  ...{ ...crm, name: 'gone', state: 'disabled', lag: { events: 1_000, more: true } },
  disabled: { at: '2026-10-01T08:00:00.000Z', reason: 'answered 410: it wants no more messages' },
};

describe('receivers', () => {
  let deployment: FakeDeployment;
  beforeEach(async () => {
    deployment = await fakeDeployment({
      'GET /receivers': [{ json: { items: [crm], next: null } }, { json: { items: [crm, gone], next: null } }],
      'POST /receivers/x/test': problem(404, 'name', 'no receiver'),
      'POST /receivers/crm/enable': { status: 202, json: crm },
      'POST /receivers/crm/replay': { status: 202, json: crm },
      'POST /receivers/crm/test': [
        { json: { delivered: true } },
        { json: { delivered: false, reason: 'answered 500' } },
      ],
    });
  });
  afterEach(() => deployment.close());
  const run = (...args: string[]) => runCommand(['receivers', ...args], { url: deployment.url });

  it('lists them with how far they are, and exits 1 when one is disabled', async () => {
    const well = await run();
    expect(well.code).toBe(0);
    expect(well.stdout).toMatch(/^crm +https:\/\/crm.example.com +working +0 +0 +12 /m);
    const ill = await run();
    expect(ill.code).toBe(1);
    expect(ill.stdout).toMatch(/gone .* disabled +1000 or more .*answered 410/);
    expect(ill.stderr).toContain('vilfredo receivers enable gone');
  });

  it('enables and replays', async () => {
    expect(await run('enable', 'crm')).toMatchObject({ code: 0, stdout: 'receiver=crm state=working behind=0\n' });
    expect(await run('replay', 'crm', '--since', '2026-10-01')).toMatchObject({ code: 0 });
    expect(await run('replay', 'crm', '--after', '77')).toMatchObject({ code: 0 });
    expect(deployment.heard.slice(1).map(({ body }) => JSON.parse(body))).toEqual([
      { since: '2026-10-01' },
      { after: '77' },
    ]);
    expect(await run('replay', 'crm')).toMatchObject({ code: 2 });
  });

  it('tests: exits 1 when the message was not taken', async () => {
    expect(await run('test', 'crm')).toMatchObject({ code: 0, stdout: 'delivered=true\n' });
    expect(await run('test', 'crm')).toMatchObject({ code: 1, stdout: 'delivered=false: answered 500\n' });
  });

  it('given a name that is none, says so', async () => {
    expect(await run('test', 'x')).toMatchObject({ code: 1, stderr: 'vilfredo: receiver x: no receiver\n' });
  });
});
