import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { runCommand } from '../../test/command-run.js';
import { asCsv, csvMapping, generatedOrders } from '../../test/generated-orders.js';
import { fileMappings } from './file-mappings.js';

const files = (...names: string[]) =>
  names.map((name) => ({
    name,
    repeatable: true,
    open: (): Readable => {
      throw new Error('not to be read');
    },
  }));
const kindsOf = async (names: string[], mappings: string[]) =>
  (await fileMappings(files(...names), mappings)).map(({ mapping }) => mapping?.kind ?? null);

describe('which mapping is for which file', () => {
  it.each<[string, string[], string[], (string | null)[]]>([
    ['no mapping', ['a.ndjson', '-'], [], [null, null]],
    ['one mapping', ['a.csv', 'b.csv.gz'], ['cdnow'], ['orders', 'orders']],
    ['one for each', ['a.csv', 'b.csv'], ['cdnow', 'survey-results'], ['orders', 'ratings']],
    [
      'records in between',
      ['a.csv', 'c.ndjson', 'd.jsonl.gz', 'b.csv'],
      ['cdnow', 'survey-results'],
      ['orders', null, null, 'ratings'],
    ],
    ['records only, which are mapped then', ['a.ndjson'], ['cdnow'], ['orders']],
    ['calls', ['cdr.csv'], ['asterisk-cdr'], ['calls']],
  ])('given %s, is told', async (_, names, mappings, kinds) => {
    expect(await kindsOf(names, mappings)).toEqual(kinds);
  });

  it('given more mappings than files, cannot be told', async () => {
    await expect(kindsOf(['a.csv', 'b.csv', 'c.csv'], ['cdnow', 'cdnow'])).rejects.toThrow(
      '2 for 3 files with columns',
    );
  });

  it('given a mapping of contacts with something wrong in it, is named', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-mappings-'));
    const file = path.join(folder, 'wrong.json');
    await writeFile(file, '{"kind":"ratings","columns":{"ratingId":"id","at":"at","overall":"x"}}');
    await expect(kindsOf(['a.csv'], [file])).rejects.toThrow('--mapping: ');
    await rm(folder, { recursive: true });
  });
});

describe('score of orders and ratings in files with columns', () => {
  it('takes each by its own mapping', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'vilfredo-columns-'));
    const file = async (name: string, text: string) => {
      await writeFile(path.join(folder, name), text);
      return path.join(folder, name);
    };
    const rows = [5, 4, 3, 2]
      .map((grade, n) => `r${n},c00,2025-${n + 9}-15,${grade}`)
      .join('\n')
      .replace('2025-9', '2025-09');
    const ratingMapping = {
      kind: 'ratings',
      source: 'survey',
      timeZone: 'UTC',
      scale: { min: 1, max: 5 },
      columns: { ratingId: 'id', customerId: 'customer', at: 'at', overall: 'grade' },
    };
    const { code, stdout, stderr } = await runCommand([
      'score',
      await file('orders.csv', asCsv(generatedOrders())),
      await file('ratings.csv', `id,customer,at,grade\n${rows}\nr9,c01,2025-12-01,9\n`),
      ...['--mapping', await file('orders.json', JSON.stringify(csvMapping))],
      ...['--mapping', await file('ratings.json', JSON.stringify(ratingMapping))],
      ...['--as-of', '2026-01-10', '--json'],
    ]);
    await rm(folder, { recursive: true });
    expect(stderr).not.toContain('vilfredo:');
    expect(code).toBe(3);
    const { contacts, classes, refused } = JSON.parse(stdout);
    expect({ contacts, classes }).toEqual({ contacts: 4, classes: { 1: 1, 2: 0, 3: 0, 4: 0 } });
    expect(refused).toMatchObject({ outsideScale: 1 });
  });
});
