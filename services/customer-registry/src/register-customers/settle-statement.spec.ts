import { type KeptStatement, settleStatement } from './settle-statement.js';

const kept: KeptStatement = { at: '2026-02-01T00:00:00.000Z', known: { name: 'A', ownerId: 'O' }, last: ['name'] };
const later = '2026-03-01T00:00:00.000Z';
const earlier = '2026-01-01T00:00:00.000Z';

describe('settling a statement', () => {
  it('given nothing said before, then it is told, and kept before', () => {
    const settled = settleStatement(undefined, { said: { name: 'A' }, at: later, dated: false });

    expect(settled).toEqual({
      at: later,
      isRepeated: false,
      keep: { at: later, known: { name: 'A' }, last: ['name'] },
    });
  });

  it('given the same as last, then it is told for the moment it was told for', () => {
    expect(settleStatement(kept, { said: { name: 'A' }, at: later, dated: false })).toEqual({
      at: kept.at,
      isRepeated: true,
    });
  });

  it('given a part of what is known, then there is nothing to tell', () => {
    expect(settleStatement(kept, { said: { ownerId: 'O' }, at: later, dated: false })).toEqual({ isRepeated: true });
    expect(settleStatement(kept, { said: {}, at: later, dated: false })).toEqual({ isRepeated: true });
  });

  it('given something else, then it is told, and what was not said anew stays known', () => {
    expect(settleStatement(kept, { said: { name: 'B' }, at: later, dated: false }).keep).toEqual({
      ...{ at: later, known: { name: 'B', ownerId: 'O' }, last: ['name'] },
    });
  });

  it('given a clock that is behind, then something else still is said later', () => {
    expect(settleStatement(kept, { said: { name: 'B' }, at: earlier, dated: false })).toMatchObject({
      at: '2026-02-01T00:00:00.001Z',
    });
  });

  it('given a moment of its own, then it is told for it, and kept when nothing later is', () => {
    expect(settleStatement(kept, { said: { name: 'A' }, at: later, dated: true })).toMatchObject({
      at: later,
      keep: { at: later },
    });
    expect(settleStatement(kept, { said: { name: 'B' }, at: earlier, dated: true })).toEqual({
      at: earlier,
      isRepeated: false,
    });
  });
});
