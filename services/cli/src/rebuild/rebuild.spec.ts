import { runCommand } from '../../test/command-run.js';
import { fakeDeployment } from '../../test/fake-deployment.js';

const report = {
  views: 293,
  live: 'aa',
  rebuilt: 'aa',
  equal: true,
  events: 3324,
  seconds: 0.2,
  eventsPerSecond: 17934,
  told: 0,
};

async function rebuild(args: readonly string[], json: object) {
  const deployment = await fakeDeployment({ 'POST /rebuilds': { json } });
  const ran = await runCommand(['rebuild', ...args], { url: deployment.url });
  await deployment.close();
  return { ...ran, asked: JSON.parse(deployment.heard[0]!.body) };
}

describe('rebuild', () => {
  it('given equal views, prints the figures and exits 0', async () => {
    const { code, stdout, asked } = await rebuild(['--check'], report);
    expect(asked).toEqual({ check: true });
    expect(code).toBe(0);
    expect(stdout).toBe('views=293 live=aa rebuilt=aa equal=true events=3324 events/s=17934\n');
  });

  it('given a difference, a check exits 1 and says what to do', async () => {
    const { code, stderr } = await rebuild(['--check'], { ...report, rebuilt: 'bb', equal: false });
    expect(code).toBe(1);
    expect(stderr).toContain('`vilfredo rebuild` replaces them');
  });

  it('without a check replaces the views, and a difference is what it was for', async () => {
    const { code, asked, stderr } = await rebuild([], { ...report, rebuilt: 'bb', equal: false, told: 3 });
    expect(asked).toEqual({ check: false });
    expect(code).toBe(0);
    expect(stderr).toContain('the feed has told 3 changes');
  });

  it('answers machines with the report as it is', async () => {
    expect(JSON.parse((await rebuild(['--json'], report)).stdout)).toEqual(report);
  });
});
