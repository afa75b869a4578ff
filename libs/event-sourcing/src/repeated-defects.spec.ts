import fc from 'fast-check';
import { type Defect, placeOf, RepeatedDefects, repetition } from './repeated-defects.js';

const { hit, ofLast } = repetition;
const defect = (nth: number, reason = 'no such thing'): Defect => ({
  reason,
  place: null,
  position: `orders-0@${nth}`,
});

/** After how many subjects, each another, it repeats; null when it never does. */
function repeatsAfter(isHit: readonly boolean[]): number | null {
  const defects = new RepeatedDefects();
  for (const [nth, one] of isHit.entries()) {
    defects.note(`s${nth}`, one ? defect(nth) : null);
    if (defects.repeated !== null) return nth + 1;
  }
  return null;
}

describe('a defect that repeats', () => {
  it('given everybody hit, when the twentieth is, then it repeats, and not before', () => {
    expect(repeatsAfter(Array.from({ length: 500 }, () => true))).toBe(20);
  });

  it('given all but one hit, when one more is after a while, then it repeats if these are among the last ones still', () => {
    const soWell = (well: number) => {
      return repeatsAfter(Array.from({ length: hit + well }, (_, nth) => nth < hit - 1 || nth === hit + well - 1));
    };
    expect(soWell(ofLast - hit)).toBe(ofLast);
    expect(soWell(ofLast - hit + 1)).toBeNull();
  });

  it('given one subject hit time and again, when others go well or nothing comes, then it does not repeat', () => {
    const defects = new RepeatedDefects();
    for (let nth = 0; nth < 1_000; nth++) defects.note('odd', defect(nth));
    expect(defects.repeated).toBeNull();
  });

  it('given three odd subjects among a million, when all are folded, then it does not repeat', () => {
    expect(repeatsAfter(Array.from({ length: 1_000_000 }, (_, nth) => nth % 333_334 === 0))).toBeNull();
  });

  it('given those hit folded well since, when others are hit, then only they count', () => {
    const defects = new RepeatedDefects();
    for (let nth = 0; nth < hit - 1; nth++) defects.note(`s${nth}`, defect(nth));
    for (let nth = 0; nth < hit - 1; nth++) defects.note(`s${nth}`, null);
    defects.note('another', defect(1));
    expect(defects.repeated).toBeNull();
    expect(defects.hit).toEqual(['another']);
  });

  it('repeats if and only if that many of so many subjects in a row are hit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 300, maxLength: 700 }),
        fc.nat(20),
        (dice, percent) => {
          const isHit = dice.map((die) => die < percent);
          const first = isHit.findIndex((_, end) => {
            const last = isHit.slice(Math.max(0, end + 1 - ofLast), end + 1);
            return last.filter((one) => one).length >= hit;
          });
          expect(repeatsAfter(isHit)).toBe(first === -1 ? null : first + 1);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('tells what hit most of them, how many, and the first events', () => {
    const defects = new RepeatedDefects();
    defects.note('well', null);
    for (let nth = 0; nth < hit; nth++) {
      const place = nth === 3 ? 'evolve (services/scoring/dist/fold.js:1:2)' : null;
      defects.note(`s${nth}`, { ...defect(nth, nth === 0 ? 'another' : 'x'.repeat(300)), place });
    }
    expect(defects.repeated).toEqual({
      hit,
      of: hit + 1,
      reason: 'x'.repeat(200),
      place: 'evolve (services/scoring/dist/fold.js:1:2)',
      positions: ['orders-0@1', 'orders-0@2', 'orders-0@3'],
    });
  });
});

describe('the place of an error', () => {
  const errorAt = (...frames: string[]) => {
    const error = new TypeError('x of undefined');
    error.stack = `TypeError: x of undefined\n${frames.map((frame) => `    at ${frame}`).join('\n')}`;
    return error;
  };

  it.each([
    [
      'a function',
      errorAt('evolve (file:///srv/app/services/scoring/dist/a.js:4:7)'),
      'evolve (services/scoring/dist/a.js:4:7)',
    ],
    ['a module', errorAt('file:///srv/app/libs/events/dist/b.js:1:2'), 'libs/events/dist/b.js:1:2'],
    ['what Node runs itself', errorAt('JSON.parse (<anonymous>)', 'read (/srv/libs/a.js:1:2)'), 'read (libs/a.js:1:2)'],
    ['no stack', errorAt(), null],
    ['no error', 'text', null],
  ])('given %s, then it is the first of our files, from the workspace on', (_, error, place) => {
    expect(placeOf(error)).toBe(place);
  });

  it('is known of an error that was really thrown', () => {
    expect(placeOf(new Error('here'))).toMatch(/libs\/event-sourcing\/src\/repeated-defects\.spec\.ts:\d+:\d+\)?$/);
  });
});
