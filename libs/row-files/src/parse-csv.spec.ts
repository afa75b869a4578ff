import fc from 'fast-check';
import { inChunks } from '../test/in-chunks.js';
import { readRows } from './read-rows.js';
import type { Row } from './row.js';
import { splitLines } from './split-lines.js';

async function rows(
  text: string,
  { chunk = 1_000, delimiter = ',', quote = '"' as string | null, longest = 10_000 } = {},
) {
  const chunks = (async function* () {
    for await (const piece of inChunks(Buffer.from(text), chunk)) yield Buffer.from(piece);
  })();
  const found: Row[] = [];
  const parts = splitLines(chunks, { longestLine: longest });
  for await (const batch of readRows(parts, { format: 'csv', delimiter, quote }, longest)) found.push(...batch);
  return found;
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('parsing CSV', () => {
  it('given any table of quoted cells, with line breaks, quotes and delimiters in them, then it is read back', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '0') });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (given, chunk, windows) => {
        const text = given.map((row) => row.map(quoted).join(',') + (windows ? '\r\n' : '\n')).join('');
        const found = await rows(text, { chunk });
        expect(found.map(({ cells }) => cells)).toEqual(given);
        let line = 1;
        for (const [i, row] of given.entries()) {
          expect(found[i]?.line).toBe(line);
          line += 1 + row.join('').split('\n').length - 1;
        }
      }),
    );
  });

  it('given blank lines, then they are no rows but count as lines', async () => {
    expect(await rows('\na,b\n\r\n\n1,2\n')).toEqual([
      { line: 2, cells: ['a', 'b'] },
      { line: 5, cells: ['1', '2'] },
    ]);
  });

  it('given a quote that is never closed, then one line is refused and the others are read', async () => {
    for (const chunk of [3, 1_000]) {
      expect(await rows('a,b\n1,"2\n3,4\n5,6\n', { chunk })).toEqual([
        { line: 1, cells: ['a', 'b'] },
        { line: 2, refused: 'notCsv', text: '1,"2' },
        { line: 3, cells: ['3', '4'] },
        { line: 4, cells: ['5', '6'] },
      ]);
    }
  });

  it('given a quote that is closed far beyond the longest record, then no more than that is waited for', async () => {
    const filler = '7,8\n'.repeat(50);
    const found = await rows(`1,"2\n${filler}"x\n`, { chunk: 20, longest: 60 });
    expect(found[0]).toEqual({ line: 1, refused: 'notCsv', text: '1,"2' });
    expect(found.filter(({ cells }) => cells?.[0] === '7')).toHaveLength(50);
    expect(found.at(-1)).toEqual({ line: 52, refused: 'notCsv', text: '"x' });
  });

  it('given text behind a closing quote, then that line is refused', async () => {
    expect(await rows('"a"b,c\n1,2\n')).toEqual([
      { line: 1, refused: 'notCsv', text: '"a"b,c' },
      { line: 2, cells: ['1', '2'] },
    ]);
  });

  it('given a line too long within an open quote, then both are refused and reading goes on', async () => {
    const found = await rows(`a,"b\n${'x'.repeat(90)}\nc,d\n`, { longest: 60, chunk: 10 });
    expect(found).toEqual([
      { line: 1, refused: 'notCsv', text: 'a,"b' },
      { line: 2, refused: 'lineTooLong' },
      { line: 3, cells: ['c', 'd'] },
    ]);
  });

  it('given a dialect without quotes and with a delimiter of its own, then quotes are ordinary characters', async () => {
    expect(await rows('12" vinyl|x\n', { delimiter: '|', quote: null })).toEqual([
      { line: 1, cells: ['12" vinyl', 'x'] },
    ]);
  });
});
