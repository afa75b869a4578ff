import { jest } from '@jest/globals';
import { shuffled } from '@vilfredo/testing';
import fc from 'fast-check';
import { tallying } from '../test/tally.js';
import { Failure } from './failure.js';

describe('folding a batch', () => {
  it('folds every subject’s events in order, stores the states and tells the changes', async () => {
    const { projector, record, totals, told } = await tallying();
    await projector.project(await record(['a', 'e1', 1], ['b', 'e2', 5], ['a', 'e3', 2]));
    expect(await totals()).toEqual({ a: 3, b: 5 });
    expect(told().sort()).toEqual(['e1-told', 'e2-told', 'e3-told']);
  });

  it('has no effect when the batch comes again', async () => {
    const { projector, record, totals, told, reopened, views } = await tallying();
    const batch = await record(['a', 'e1', 1], ['a', 'e2', 2]);
    await projector.project(batch);
    await projector.project(batch);
    await reopened().project(batch);
    expect(await totals()).toEqual({ a: 3 });
    expect(told()).toEqual(['e1-told', 'e2-told']);
    expect((await views.load(['a'])).get('a')?.version).toBe(1);
  });

  it('leaves the same views and changes wherever the stream is cut and however much comes again', async () => {
    const addition = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -9, max: 9 }));
    const cuts = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(addition, { maxLength: 20 }), cuts, fc.nat(3), async (additions, cuts, recent) => {
        const named = additions.map(([subject, add], i) => [subject, `e${i}`, add] as const);
        const [whole, pieces] = [await tallying(), await tallying({ recent })];
        const events = await whole.record(...named);
        await pieces.record(...named);
        await whole.projector.project(events);
        let reached = 0;
        for (const [back, forward] of [...cuts, [0, events.length] as const]) {
          const to = Math.min(events.length, reached + forward);
          await pieces.projector.project(events.slice(Math.max(0, reached - back), to));
          reached = to;
        }
        expect(await pieces.totals()).toEqual(await whole.totals());
        expect(pieces.told().sort()).toEqual(whole.told().sort());
      }),
      { numRuns: 60 },
    );
  });
});

describe('a save that another writer won', () => {
  it('is decided again on what the other wrote', async () => {
    const { projector, reopened, record, totals, told } = await tallying();
    const [first] = await record(['a', 'e1', 1]);
    const second = await record(['a', 'e2', 10]);
    await projector.project([first!]);
    await reopened().project(second);
    const third = await record(['a', 'e3', 100], ['b', 'e4', 7]);
    await projector.project(third);
    expect(await totals()).toEqual({ a: 111, b: 7 });
    expect(told().sort()).toEqual(['e1-told', 'e2-told', 'e3-told', 'e4-told']);
  });

  it('does not bring the changes of the lost decision to the log', async () => {
    const { projector, reopened, record, log } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    await reopened().project(await record(['a', 'e2', 10]));
    await projector.project(await record(['a', 'e3', 100]));
    const totals = log.events.filter(({ topic }) => topic === 'scores').map(({ data }) => data);
    expect(totals).toEqual(['{"total":1}', '{"total":11}', '{"total":111}']);
  });
});

describe('a store that is not there for a while', () => {
  it('gets the failure thrown on, keeps nothing of the batch, and folds it once when it comes again', async () => {
    const { projector, views, record, totals, told } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    const batch = await record(['a', 'e2', 2], ['b', 'e3', 3]);
    jest.spyOn(views, 'save').mockRejectedValueOnce(new Failure('unavailable', 'the disk is full'));
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await totals()).toEqual({ a: 1 });
    await projector.project(batch);
    expect(await totals()).toEqual({ a: 3, b: 3 });
    expect(told()).toEqual(['e1-told', 'e2-told', 'e3-told']);
  });

  it('keeps nothing in memory of a batch that stopped half way', async () => {
    const { projector, trouble, record, totals } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    const batch = await record(['a', 'e2', 2], ['a', 'e3', 3], ['b', 'e4', 4]);
    trouble.with('e4', 'unavailable');
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    trouble.mended('e4');
    await projector.project(batch);
    expect(await totals()).toEqual({ a: 6, b: 4 });
  });
});

describe('steps that are no events', () => {
  it('change a state, store it and tell what they bring', async () => {
    const { projector, record, totals } = await tallying();
    await projector.project(await record(['a', 'e1', 1], ['b', 'e2', 2]));
    await projector.touch(['a', 'b'], (tally, subject) => {
      if (subject === 'b') return null;
      tally.total = 0;
      return [];
    });
    expect(await totals()).toEqual({ a: 0, b: 2 });
  });

  it('write nothing when they say so', async () => {
    const { projector, record, views } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    await projector.touch(['a'], () => null);
    expect((await views.load(['a'])).get('a')?.version).toBe(1);
  });

  it('tell the owner what was stored, after every save', async () => {
    const seen: string[][] = [];
    const { projector, record } = await tallying({ onSaved: (states) => seen.push([...states.keys()]) });
    await projector.project(shuffled(await record(['a', 'e1', 1], ['b', 'e2', 2]), 1));
    expect(seen.map((ids) => ids.sort())).toEqual([['a', 'b']]);
  });
});
