import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../test/command-run.js';
import { asCsv, csvMapping, generatedOrders } from '../../test/generated-orders.js';

const orders = generatedOrders();
const ndjson = (all: readonly object[]) => all.map((order) => `${JSON.stringify(order)}\n`).join('');
const summaryOf = (stdout: string) => JSON.parse(stdout);

describe('score', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-scoring-'));
    file = path.join(folder, 'orders.ndjson');
    await writeFile(file, ndjson(orders));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('prints the summary for machines', async () => {
    const { code, stdout } = await runCommand(['score', file, '--as-of', '2026-03-01', '--json']);
    expect(code).toBe(0);
    expect(summaryOf(stdout)).toMatchObject({
      asOf: '2026-03-01T00:00:00.000Z',
      events: orders.length,
      customers: 30,
      prospects: 0,
      concentration: { criterion: 'amount', n: 30, top: 6, core: 2 },
      refused: {},
      viewsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      seconds: expect.any(Number),
      eventsPerSecond: expect.any(Number),
    });
  });

  it('prints tables for people', async () => {
    const { stdout } = await runCommand(['score', file, '--as-of', '2026-03-01']);
    expect(stdout).toMatch(/^Customers +30$/m);
    expect(stdout).toMatch(/^First fifth +6 +\d\d\.\d %$/m);
  });

  it('given the same orders shuffled, or as rows of a file, comes to the same', async () => {
    const shuffled = orders.toReversed();
    const csv = path.join(folder, 'orders.csv');
    const mapping = path.join(folder, 'own.json');
    await writeFile(csv, asCsv(shuffled));
    await writeFile(mapping, JSON.stringify(csvMapping));
    const args = ['--as-of', '2026-03-01', '--json'];
    const one = summaryOf((await runCommand(['score', file, ...args])).stdout);
    const other = summaryOf((await runCommand(['score', csv, '--mapping', mapping, ...args])).stdout);
    const piped = await runCommand(['score', '-', ...args], { stdin: ndjson(shuffled) });
    expect(other.viewsSha256).toBe(one.viewsSha256);
    expect(other.tiers).toEqual(one.tiers);
    expect(summaryOf(piped.stdout).viewsSha256).toBe(one.viewsSha256);
  });

  it('given several files, counts a record that is in both once', async () => {
    const half = path.join(folder, 'half.ndjson');
    await writeFile(half, ndjson(orders.slice(0, 10)));
    const { stdout } = await runCommand(['score', half, file, '--as-of', '2026-03-01', '--json']);
    expect(summaryOf(stdout).events).toBe(orders.length);
  });

  it('leaves out what is later than the day it stands at, counts it and exits 3', async () => {
    const { code, stdout } = await runCommand(['score', file, '--as-of', '2026-01-20', '--json']);
    const later = orders.filter(({ at }) => at > '2026-01-20').length;
    expect(code).toBe(3);
    expect(summaryOf(stdout)).toMatchObject({ events: orders.length - later, refused: { afterAsOf: later } });
  });

  it('measures the window that is asked for', async () => {
    const args = ['score', file, '--as-of', '2026-03-01', '--json'];
    const all = summaryOf((await runCommand([...args, '--window', 'all'])).stdout);
    const month = summaryOf((await runCommand([...args, '--window', '28d'])).stdout);
    expect(all.concentration.n).toBe(30);
    expect(month.concentration.n).toBeLessThan(30);
  });

  it('goes by the policy that is given, and says in its name when the window is another', async () => {
    const policy = path.join(folder, 'policy.json');
    const out = path.join(folder, 'out');
    await writeFile(policy, '{"name":"ours","window":100,"tiers":{"share":0.5}}');
    const args = ['--policy', policy, '--window', 'all', '--as-of', '2026-03-01', '--out', out];
    await runCommand(['score', file, ...args]);
    const [first = ''] = (await readFile(path.join(out, 'customers.ndjson'), 'utf8')).split('\n');
    expect(JSON.parse(first).policy).toBe('ours window all');
  });

  it.each([
    ['a day that is none', ['--as-of', '2026-02-40'], '--as-of'],
    ['a time without its offset', ['--as-of', '2026-02-01T09:00:00'], '--as-of'],
    ['a window that is none', ['--window', 'year'], '--window'],
    ['a window of nothing', ['--window', '0d'], 'window'],
    ['a policy that is not there', ['--policy', '/nowhere.json'], 'cannot read /nowhere.json'],
    ['a mapping that is not there', ['--mapping', 'nope'], 'there is no mapping nope'],
    ['a mapping that is none', ['--mapping', path.resolve('package.json')], '--mapping'],
  ])('given %s, exits 2 and says so', async (_, args, sentence) => {
    const { code, stderr } = await runCommand(['score', file, ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it('given a file of which nothing can be used, exits 1 and names it', async () => {
    const empty = path.join(folder, 'empty.csv');
    await writeFile(empty, '');
    const { code, stderr } = await runCommand(['score', empty, '--mapping', 'online-retail']);
    expect(code).toBe(1);
    expect(stderr).toContain(`vilfredo: ${empty}: `);
  });

  it('interrupted, exits 130 and leaves nothing behind', async () => {
    const before = await readdir(tmpdir());
    const interruption = new AbortController();
    const running = runCommand(['score', file, '--as-of', '2026-03-01'], { interrupted: interruption.signal });
    setTimeout(() => interruption.abort(), 30);
    expect(await running).toMatchObject({ code: 130, stdout: '' });
    const left = (await readdir(tmpdir())).filter(
      (name) => name.startsWith('vilfredo-score-') && !before.includes(name),
    );
    expect(left).toEqual([]);
  });
});
