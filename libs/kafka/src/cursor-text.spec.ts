import fc from 'fast-check';
import { CursorText } from './cursor-text.js';

const counts = new Map([
  ['orders', 3],
  ['scores', 3],
  ['governance', 1],
]);
const cursors = new CursorText('cluster/', counts);
const positions = fc
  .tuple(fc.array(fc.maxSafeNat(), { maxLength: 3 }), fc.array(fc.nat(5), { maxLength: 3 }), fc.nat())
  .map(
    ([orders, scores, governance]) =>
      new Map<string, readonly number[]>([
        ['scores', scores],
        ['orders', orders],
        ['governance', [governance]],
      ]),
  );

describe('a cursor as text', () => {
  it('given any positions, when they are written, read and written again, then the text is the same and may stand in a URL', () => {
    fc.assert(
      fc.property(positions, (some) => {
        const text = cursors.write(some);
        expect(cursors.write(cursors.read(text))).toBe(text);
        expect(encodeURIComponent(text).replaceAll('%3A', ':')).toBe(text);
      }),
    );
  });

  it('given topics that nobody has read from, when positions are written, then they take no room', () => {
    expect(cursors.write(new Map([['orders', [0, 0, 0]]]))).toBe(cursors.write(new Map()));
    expect(cursors.write(new Map([['orders', [0, 36, 0]]]))).toMatch(/^k[0-9a-f]{8}~orders:0\.10$/);
  });

  it('given positions of another log, when they are read, then that is invalid', () => {
    const other = new CursorText('other/', counts).write(new Map([['orders', [1]]]));

    expect(() => cursors.read(other)).toThrow(expect.objectContaining({ kind: 'invalid', field: 'cursor' }));
  });

  it('given anything else, when it is read, then that is invalid or a text of ours', () => {
    const mark = cursors.write(new Map());
    const texts = fc.oneof(
      fc.string(),
      fc
        .string({ unit: fc.constantFrom('~', ':', '.', '0', '1', 'z', '-', 'orders', 'scores') })
        .map((rest) => mark + rest),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(cursors.write(cursors.read(text))).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'invalid', field: 'cursor' });
        }
      }),
      { numRuns: 500 },
    );
  });
});
