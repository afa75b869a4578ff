import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../test/command-run.js';
import { type FakeDeployment, fakeDeployment, problem } from '../../test/fake-deployment.js';
import { stream } from '../../test/trial-run.js';

const model = { name: 'default', k: 1, r: 0.525, alphaDays: 43.281, a: 0.891, b: 1.614 };
const fitted = { ...model, name: 'fitted-2026-11-23', k: 2, alphaDays: 15.1742, scale: 1.1073 };
const report = {
  asOf: '2026-11-23T00:00:00.000Z',
  buyers: 1_959,
  purchases: {
    customers: 1_959,
    inForce: { model, logLikelihood: -71_550.4 },
    fitted: { model: fitted, logLikelihood: -69_125.9 },
  },
  spend: null,
  policy: { name: 'v1-fitted-2026-11-23', churn: { model: fitted } },
};

describe('policy fit', () => {
  let folder: string;
  let deployment: FakeDeployment;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-fit-'));
    const progress = { phase: 'purchases', done: 12 };
    deployment = await fakeDeployment({ 'POST /policy/fits': stream({ progress }, { report }) });
  });
  afterEach(async () => {
    await deployment.close();
    await rm(folder, { recursive: true });
  });

  it('shows the constants side by side, how much likelier they are, and what was not fitted', async () => {
    const { code, stdout, stderr } = await runCommand(['policy', 'fit'], { url: deployment.url });
    expect(code).toBe(0);
    expect(stdout).toContain('alphaDays   43.2810  15.1742');
    expect(stdout).toContain('scale             -   1.1073');
    expect(stdout).toContain('3.45 times as likely');
    expect(stdout).toContain('Too few spent something in the window');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'policy=v1-fitted-2026-11-23 buyers=1959 customers=1959 logLikelihood=-69125.9 inForce=-71550.4',
    );
    expect(stderr).toContain('--out FILE keeps these rules');
  });

  it('keeps the rules in a file from which they can be tried and activated', async () => {
    const file = path.join(folder, 'fitted.json');
    const { stderr } = await runCommand(['policy', 'fit', '--out', file], { url: deployment.url });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(report.policy);
    expect(stderr).toContain(`vilfredo policy try ${file}`);
  });

  it('given a file that cannot be written, says so and exits 2', async () => {
    const { code, stderr } = await runCommand(['policy', 'fit', '--out', path.join(folder, 'no', 'f.json')], {
      url: deployment.url,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be written (ENOENT)');
  });

  it('answers machines with the report as it is', async () => {
    const { stdout } = await runCommand(['policy', 'fit', '--json'], { url: deployment.url });
    expect(JSON.parse(stdout)).toEqual(report);
  });

  it('given too few customers, says how many there are and exits 1', async () => {
    const reason = '3 customers have bought: a fit takes 200';
    const few = await fakeDeployment({ 'POST /policy/fits': problem(409, 'customers', reason) });
    const { code, stderr } = await runCommand(['policy', 'fit'], { url: few.url });
    await few.close();
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
  });
});
