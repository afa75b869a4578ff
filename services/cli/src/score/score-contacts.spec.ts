import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CustomerView } from '@vilfredo/scoring';
import { runCommand } from '../../test/command-run.js';
import { generatedContacts, generatedCustomers, said } from '../../test/generated-contacts.js';
import { generatedOrders } from '../../test/generated-orders.js';

const contacts = generatedContacts();
const orders = generatedOrders();
const ndjson = (all: readonly object[]) => all.map((record) => `${JSON.stringify(record)}\n`).join('');
/** Every record in between the others, and the customers last. */
const mixed = ndjson([...orders.flatMap((order, n) => [order, ...contacts.slice(n, n + 1)]), ...generatedCustomers()]);
const standing = ['--as-of', '2026-03-01', '--json'];

describe('score of orders and contacts together', () => {
  let folder: string;
  let summary: Record<string, unknown>;
  let code: number;
  let views: Map<string, CustomerView>;
  let churn: string[];
  let report: string;
  let changes: string[];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-mixed-'));
    await writeFile(path.join(folder, 'all.ndjson'), mixed);
    const out = path.join(folder, 'out');
    const ran = await runCommand(['score', path.join(folder, 'all.ndjson'), ...standing, '--out', out]);
    code = ran.code;
    summary = JSON.parse(ran.stdout);
    const read = async (name: string) => (await readFile(path.join(out, name), 'utf8')).trim();
    const all = (await read('customers.ndjson')).split('\n').map((line) => JSON.parse(line) as CustomerView);
    views = new Map(all.map((view) => [view.customerId, view]));
    churn = (await read('churn.csv')).split('\n');
    report = await read('report.html');
    changes = (await read('changes.ndjson')).split('\n');
    expect((await read('refused.ndjson')) === '').toBe(true);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('counts both, and who stands where', () => {
    expect(code).toBe(0);
    expect(summary).toMatchObject({ events: orders.length, contacts: contacts.length, customers: 30, refused: {} });
    expect(summary.classes).toEqual({ 1: 1, 2: 0, 3: 0, 4: 0 });
    const bands = Object.values(summary.bands as Record<string, number>).reduce((sum, n) => sum + n);
    expect(bands).toBe(30);
  });

  it('tells the satisfaction of a customer whose ratings fell', () => {
    const { satisfaction, churn: risk } = views.get('c00')!;
    expect(satisfaction).toMatchObject({ class: 1, evidence: 'strict' });
    expect(risk!.terms.find(({ name }) => name === 'satisfaction-class')).toMatchObject({ logOdds: 1.5 });
  });

  it.each([
    ['c01', 'complaints'],
    ['c02', 'effort'],
  ])('raises the risk of %s for %s', (id, term) => {
    expect(views.get(id)!.churn!.terms.find(({ name }) => name === term)!.logOdds).toBeGreaterThan(0);
    expect(views.get('c05')!.churn!.terms.find(({ name }) => name === term)!.logOdds).toBe(0);
  });

  it('knows whom a number belongs to, whichever comes first, and who is a prospect', () => {
    const unknown = [...views.keys()].filter((id) => /^prospect-/.test(id));
    expect(unknown).toHaveLength(1);
    expect(views.get(unknown[0]!)).toMatchObject({ state: 'prospect', satisfaction: { latest: 1.8 } });
    expect(views.get('p00')!.qualification!.score).toBeGreaterThan(0);
    expect(views.get('p00')!.stages[0]).toMatchObject({ product: 's-1', recall: true });
    expect(views.has('p01')).toBe(true);
    expect(summary.prospects).toBe(3);
  });

  it('writes who may leave as a table', () => {
    const [titles = '', ...rows] = churn;
    expect(rows).toHaveLength(30);
    for (const row of rows) expect(row.split(',')).toHaveLength(titles.split(',').length);
    expect(rows[0]).toMatch(/^c00,\d+(\.\d+)?,\w+,.*,1,classified,strict,,/);
  });

  it('writes changes of every kind', () => {
    const types = new Set(changes.map((line) => (JSON.parse(line) as { type: string }).type));
    for (const type of [
      'ValueChanged',
      'ChurnRiskChanged',
      'SatisfactionClassChanged',
      'StageChanged',
      'QualificationChanged',
    ]) {
      expect(types).toContain(type);
    }
  });

  it('reports risk and alerts, with the reasons', () => {
    for (const id of ['stake', 'silence', 'satisfaction', 'prospects', 'alerts'])
      expect(report).toContain(`id="${id}"`);
    expect(report).toContain('Ratings fell three months in a row, from 5 in November 2025 to 2 in February 2026');
    expect(report).toContain('Complained on 2026-02-20, severity 3 of 3, and it is not settled.');
    expect(report).not.toMatch(/<script|src="http|href="http/);
  });

  it('shows nothing of what was said, and no number', () => {
    const everything = [
      report,
      ...changes,
      ...churn,
      ...[...views.values()].map((view) => JSON.stringify(view)),
    ].join();
    for (const secret of [said, 'FURIOUS', '20 7946', '2079460018', '2079460999'])
      expect(everything).not.toContain(secret);
  });
});

describe('score of records in other files, order and number', () => {
  let folder: string;
  const scoreOf = async (files: Readonly<Record<string, string | Buffer>>) => {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    const names = Object.keys(files).map((name) => path.join(folder, name));
    const { code, stdout, stderr } = await runCommand(['score', ...names, ...standing]);
    return { code, stderr, summary: stdout === '' ? null : JSON.parse(stdout) };
  };
  const named = contacts.filter(({ customerId }) => customerId !== undefined);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('comes to the same', async () => {
    const one = await scoreOf({ 'all.ndjson': ndjson([...orders, ...named]) });
    const other = await scoreOf({
      'contacts.ndjson.gz': gzipSync(ndjson(named.toReversed())),
      'orders.ndjson': ndjson([...orders, ...named.slice(0, 5)]),
    });
    expect(other.summary.viewsSha256).toBe(one.summary.viewsSha256);
    expect(other.summary.contacts).toBe(named.length);
  });

  it('given contacts alone, has prospects', async () => {
    const { code, summary } = await scoreOf({ 'contacts.ndjson': ndjson(contacts) });
    expect(code).toBe(0);
    expect(summary).toMatchObject({ customers: 0, events: 0, contacts: contacts.length });
  });

  it('leaves out what it cannot use, with line and reason, and exits 3', async () => {
    const later = { ...named[0], ratingId: 'later', at: '2026-03-05T00:00:00Z' };
    const wrong = { ...named[0], ratingId: 'wrong', rating: { min: 1, max: 5, overall: 9 } };
    const text = `${ndjson([orders[0]!, later, wrong])}nonsense\n${ndjson([{ customerId: '' }, { ratingId: 'nobody', source: 's', at: '2026-01-01T00:00:00Z', rating: { min: 1, max: 5, overall: 1 } }])}`;
    const { code, summary } = await scoreOf({ 'mixed.ndjson': text });
    expect(code).toBe(3);
    expect(summary.refused).toEqual({ afterAsOf: 1, outsideScale: 1, notJson: 1, missing: 2 });
  });

  it('given a file with columns and no mapping, says that it needs one', async () => {
    const { code, stderr } = await scoreOf({ 'rows.csv': 'a,b\n1,2\n' });
    expect(code).toBe(1);
    expect(stderr).toContain('a file with columns needs a mapping');
  });
});
