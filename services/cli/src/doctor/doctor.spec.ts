import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nowhere, runCommand } from '../../test/command-run.js';
import { fakeDeployment, type Route } from '../../test/fake-deployment.js';
import { checkDataFolder, checkInstallation } from './check-installation.js';
import type { Finding } from './finding.js';

const text =
  (body: string): Route =>
  (_, answer) =>
    void answer.end(body);
const healthy: Record<string, Route> = {
  'GET /health/live': { json: { status: 'live', stalled: [] } },
  'GET /health/ready': { json: { status: 'ready', missing: [] } },
  'GET /health/startup': { json: { status: 'started' } },
  'GET /metrics': text('# HELP x\nvilfredo_lag_events{group="scoring"} 3\n'),
  'GET /parked': { json: { items: [], next: null } },
  'GET /summary': { json: { currencies: ['EUR'] } },
};

async function examine(routes: Record<string, Route>, clock = () => Date.now()): Promise<Map<string, Finding>> {
  const deployment = await fakeDeployment({ ...healthy, ...routes });
  const { stdout } = await runCommand(['doctor', '--json', '--data', tmpdir()], { url: deployment.url, clock });
  await deployment.close();
  return new Map((JSON.parse(stdout).findings as Finding[]).map((finding) => [finding.check, finding]));
}

describe('doctor', () => {
  it('given a deployment in order, has nothing to say against it', async () => {
    const findings = await examine({});
    for (const check of ['deployment', 'live', 'ready', 'started', 'lag', 'parked', 'clock', 'data folder']) {
      expect(findings.get(check)).toMatchObject({ state: 'ok' });
    }
  });

  const sick: readonly [string, string, Record<string, Route>, RegExp, RegExp][] = [
    [
      'a stalled loop',
      'live',
      { 'GET /health/live': { status: 503, json: { stalled: ['scoring'] } } },
      /scoring/,
      /restart/,
    ],
    [
      'a disk that is full',
      'ready',
      { 'GET /health/ready': { status: 503, json: { missing: ['log: full'] } } },
      /log: full/,
      /mend/,
    ],
    ['a start that is not over', 'started', { 'GET /health/startup': { status: 503, json: {} } }, /still/, /wait/],
    ['a backlog', 'lag', { 'GET /metrics': text('vilfredo_lag_events{group="s"} 50000\n') }, /50,000/, /import/],
    [
      'parked customers',
      'parked',
      { 'GET /parked': { json: { items: [{ key: '17' }], next: null } } },
      /17/,
      /parked show 17/,
    ],
    [
      'orders in several currencies',
      'currency',
      { 'GET /summary': { json: { currencies: ['EUR', 'GBP'] } } },
      /EUR, GBP/,
      /name one of them in the policy/,
    ],
  ];
  it.each(sick)('given %s, finds it and says what to do', async (_, check, routes, found, advice) => {
    const finding = (await examine(routes)).get(check);
    expect(finding).toMatchObject({ state: 'wrong' });
    expect(finding!.found).toMatch(found);
    expect(finding!.advice).toMatch(advice);
  });

  it('given clocks that are apart, says by how much', async () => {
    const clock = (await examine({}, () => Date.now() - 3_600_000)).get('clock');
    expect(clock).toMatchObject({ state: 'wrong', found: expect.stringMatching(/^3\d\d\d s apart/) });
  });

  it('given nobody who answers, exits 1 and says how to start one', async () => {
    const { code, stdout } = await runCommand(['doctor', '--data', tmpdir()], { url: nowhere });
    expect(code).toBe(1);
    expect(stdout).toMatch(/deployment +wrong +does not answer/);
    expect(stdout).toContain('start a deployment with `npm start`');
  });

  it('given another program on that port, says so', async () => {
    expect((await examine({ 'GET /health/live': text('hello') })).get('deployment')).toMatchObject({ state: 'wrong' });
  });
});

describe('the installation', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('given an old Node and nothing installed, names both', async () => {
    const [node, setUp] = await checkInstallation(folder, '20.11.0');
    expect(node).toMatchObject({ state: 'wrong', found: 'version 20.11.0' });
    expect(setUp).toMatchObject({ state: 'wrong', advice: expect.stringContaining('npm run setup') });
  });

  it('given a data folder that is not there yet, says who makes it', async () => {
    expect(await checkDataFolder(path.join(folder, 'data'))).toMatchObject({ state: 'notice' });
  });

  it('given a file for a data folder, asks for another', async () => {
    const file = path.join(folder, 'data');
    await writeFile(file, '');
    expect(await checkDataFolder(file)).toMatchObject({ state: 'wrong', found: `${file} is no folder` });
  });
});
