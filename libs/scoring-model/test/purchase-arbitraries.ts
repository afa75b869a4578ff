import fc from 'fast-check';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Any model a fit may end at, those included where nearly nobody or nearly everybody leaves. */
export const anyModel = fc.record({
  k: fc.oneof(fc.integer({ min: 1, max: 12 }), between(0.1, 12)),
  r: between(0.05, 20),
  alpha: between(0.1, 1_000),
  a: fc.oneof(between(0.01, 5), fc.constantFrom(1e-8, 1, 1 + 1e-9)),
  b: fc.oneof(between(0.01, 20), fc.constantFrom(9_999, 1e4, 1e9)),
});

/** Up to 100,000 repeat purchases over 100,000 days. */
export const anyHistory = fc
  .record({ x: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 100_000 })), gap: between(0.01, 1) })
  .map(({ x, gap }) => ({ x, tx: x * gap }));

export const anyRecord = fc
  .record({ history: anyHistory, silence: fc.oneof(between(0, 100), between(0, 100_000)) })
  .map(({ history, silence }) => ({ ...history, T: history.tx + silence }));
