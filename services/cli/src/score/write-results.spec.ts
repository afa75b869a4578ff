import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CustomerView } from '@vilfredo/scoring';
import { runCommand } from '../../test/command-run.js';
import { generatedOrders } from '../../test/generated-orders.js';

describe('score --out', () => {
  let folder: string;
  let results: Map<string, string>;
  let code: number;
  let summary: { tiers: { top: number; core: number } };
  const lines = (name: string) => results.get(name)!.trim().split('\n');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-results-'));
    const file = path.join(folder, 'orders.ndjson');
    await writeFile(
      file,
      `${generatedOrders()
        .map((order) => JSON.stringify(order))
        .join('\n')}\nnonsense\n`,
    );
    const out = path.join(folder, 'deep', 'out');
    const ran = await runCommand(['score', file, '--as-of', '2026-03-01', '--out', out, '--json']);
    code = ran.code;
    summary = JSON.parse(ran.stdout);
    const names = ['customers.ndjson', 'value.csv', 'changes.ndjson', 'report.html', 'refused.ndjson'];
    results = new Map();
    for (const name of names) results.set(name, await readFile(path.join(out, name), 'utf8'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes every customer, by id, each with parts that add up', () => {
    const views = lines('customers.ndjson').map((line) => JSON.parse(line) as CustomerView);
    expect(views.map(({ customerId }) => customerId)).toEqual(views.map(({ customerId }) => customerId).toSorted());
    expect(views).toHaveLength(30);
    for (const { value } of views) {
      const sum = value!.criteria.reduce((total, { points }) => total + Math.round(points * 100), 0);
      expect(sum).toBe(Math.round((value!.score ?? 0) * 100));
    }
    expect(views.filter(({ value }) => value!.tier !== null)).toHaveLength(summary.tiers.top);
    expect(views.filter(({ value }) => value!.tier === 'core')).toHaveLength(summary.tiers.core);
  });

  it('writes their values as a table', () => {
    const [titles = '', ...rows] = lines('value.csv');
    expect(titles).toMatch(/^customerId,state,score,tier,abc,rfm,/);
    expect(rows).toHaveLength(30);
    for (const row of rows) expect(row.split(',')).toHaveLength(titles.split(',').length);
  });

  it('writes every change, without a gap for any customer', () => {
    const seen = new Map<string, number>();
    for (const line of lines('changes.ndjson')) {
      const { customerId, seq } = JSON.parse(line);
      expect(seq).toBe((seen.get(customerId) ?? 0) + 1);
      seen.set(customerId, seq);
    }
    expect(seen.size).toBe(30);
  });

  it('writes a report that needs nothing else', () => {
    expect(results.get('report.html')).toContain('6 of 30 customers (20');
    expect(results.get('report.html')).not.toMatch(/<script|src="http|href="http/);
  });

  it('writes what it left out, with file and line, and exits 3', () => {
    expect(code).toBe(3);
    expect(lines('refused.ndjson').map((line) => JSON.parse(line))).toMatchObject([
      { file: expect.stringContaining('orders.ndjson'), reason: 'notJson', line: generatedOrders().length + 1 },
    ]);
  });
});

describe('score --out into a place that cannot be written', () => {
  it('says so before it starts, and exits 1', async () => {
    const { code, stderr } = await runCommand(['score', '-', '--out', '/dev/null/out']);
    expect(code).toBe(1);
    expect(stderr).toContain('--out: cannot make /dev/null/out');
  });
});
