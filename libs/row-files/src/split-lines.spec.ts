import fc from 'fast-check';
import { inChunks } from '../test/in-chunks.js';
import { splitLines, type TextPart } from './split-lines.js';

async function parts(bytes: Uint8Array, chunk: number, longestLine = 1_000): Promise<TextPart[]> {
  const found: TextPart[] = [];
  const chunks = (async function* () {
    for await (const piece of inChunks(bytes, chunk)) yield Buffer.from(piece);
  })();
  for await (const part of splitLines(chunks, { longestLine })) found.push(part);
  return found;
}

function linesOf(found: readonly TextPart[]): [number, string][] {
  return found.flatMap((part): [number, string][] => {
    if (part.refused !== undefined) return [[part.line, part.refused]];
    const text = part.bytes.toString('utf8');
    return text
      .slice(0, -1)
      .split('\n')
      .map((line, i) => [part.firstLine + i, line]);
  });
}

describe('splitting text into lines', () => {
  it('given any text in chunks of any size, then every line comes once, whole and with its number', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.integer({ min: 1, max: 50 }), async (all, chunk) => {
        const found = linesOf(await parts(Buffer.from(`${all.join('\n')}\n`), chunk));
        expect(found).toEqual(all.map((text, i) => [i + 1, text]));
      }),
    );
  });

  it('given a last line without a newline, then it counts all the same', async () => {
    expect(linesOf(await parts(Buffer.from('a\nb'), 2))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('given lines longer than allowed, then they are passed over with their number and the others are kept', async () => {
    const long = 'x'.repeat(11);
    for (const chunk of [1, 3, 7, 1_000]) {
      const found = linesOf(await parts(Buffer.from(`${long}\na\n${long}\n${long}\nexactly 10\n${long}`), chunk, 10));
      expect(found).toEqual([
        [1, 'lineTooLong'],
        [2, 'a'],
        [3, 'lineTooLong'],
        [4, 'lineTooLong'],
        [5, 'exactly 10'],
        [6, 'lineTooLong'],
      ]);
    }
  });

  it('given an endless line, then it is reported at once and no more than its beginning is held', async () => {
    let given = 0;
    const chunks = (async function* () {
      for (;;) {
        given += 65_536;
        yield Buffer.alloc(65_536, 'x');
      }
    })();
    const first = await splitLines(chunks, { longestLine: 1_048_576 }).next();
    expect(first.value).toEqual({ line: 1, refused: 'lineTooLong' });
    expect(given).toBeLessThan(1_200_000);
  });

  it('given a line that is not UTF-8 among others, then that line alone is refused', async () => {
    const bytes = Buffer.concat([Buffer.from('a\nb'), Buffer.from([0xe9]), Buffer.from('\nc\n')]);
    expect(linesOf(await parts(bytes, 2))).toEqual([
      [1, 'a'],
      [2, 'badEncoding'],
      [3, 'c'],
    ]);
  });
});
