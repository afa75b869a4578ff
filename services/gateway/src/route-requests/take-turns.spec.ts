import fc from 'fast-check';
import { inTurn } from './take-turns.js';

describe('taking turns', () => {
  const processes = fc.array(fc.record({ isReady: fc.boolean() }), { minLength: 1, maxLength: 6 });

  it('given any processes, when they are put in turn, then each comes once and the ready ones come first', () => {
    fc.assert(
      fc.property(processes, fc.nat(1_000), (all, turn) => {
        const order = inTurn(all, turn);
        expect(new Set(order)).toEqual(new Set(all));
        expect(order).toHaveLength(all.length);
        const ready = all.filter(({ isReady }) => isReady).length;
        expect(order.slice(0, ready).every(({ isReady }) => isReady)).toBe(true);
      }),
    );
  });

  it('given as many turns as there are ready processes, when they are taken, then each of those is first once', () => {
    fc.assert(
      fc.property(processes, fc.nat(1_000), (all, from) => {
        const ready = all.filter(({ isReady }) => isReady);
        const firsts = ready.map((_, n) => inTurn(all, from + n)[0]);
        expect(new Set(firsts)).toEqual(new Set(ready));
      }),
    );
  });
});
