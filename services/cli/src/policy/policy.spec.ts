import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../test/command-run.js';
import { fakeDeployment, problem, type Route } from '../../test/fake-deployment.js';

async function activate(text: string, route: Route) {
  const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-policy-'));
  const file = path.join(folder, 'policy.json');
  await writeFile(file, text);
  const deployment = await fakeDeployment({ 'PUT /policy': route });
  const ran = await runCommand(['policy', 'activate', file], { url: deployment.url });
  await deployment.close();
  await rm(folder, { recursive: true });
  return { ...ran, heard: deployment.heard };
}

describe('policy', () => {
  it('shows the rules in force as JSON that can be changed and activated', async () => {
    const deployment = await fakeDeployment({ 'GET /policy': { json: { name: 'v1', window: 365 } } });
    const { stdout } = await runCommand(['policy', 'show'], { url: deployment.url });
    await deployment.close();
    expect(JSON.parse(stdout)).toEqual({ name: 'v1', window: 365 });
  });

  it('activates a file', async () => {
    const ran = await activate('\ufeff{"name":"v2"}', { status: 202, json: { policy: 'v2', activated: true } });
    expect(ran).toMatchObject({ code: 0, stdout: 'policy=v2 activated=true\n' });
    expect(JSON.parse(ran.heard[0]!.body)).toEqual({ name: 'v2' });
  });

  it('given rules that are in force already, says so', async () => {
    const ran = await activate('{"name":"v1"}', { status: 202, json: { policy: 'v1', activated: false } });
    expect(ran).toMatchObject({
      code: 0,
      stdout: 'policy=v1 activated=false\n',
      stderr: 'these rules are in force already\n',
    });
  });

  it('given rules that the deployment refuses, exits 1 with its reason', async () => {
    const ran = await activate('{}', problem(400, 'criteria.0.weight', 'must be a positive number'));
    expect(ran).toMatchObject({ code: 1, stderr: 'vilfredo: criteria.0.weight: must be a positive number\n' });
  });

  it('given a file that is no JSON, exits 2 and sends nothing', async () => {
    const ran = await activate('name: v2', { json: {} });
    expect(ran.code).toBe(2);
    expect(ran.heard).toEqual([]);
  });
});
