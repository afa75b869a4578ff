import { jest } from '@jest/globals';
import { tallying } from '../test/tally.js';
import { Failure } from './failure.js';
import { RepeatedDefect, RepeatedDefects, repetition } from './repeated-defects.js';

const { hit } = repetition;
const names = (count: number, from = 0) => Array.from({ length: count }, (_, nth) => `s${from + nth}`);

/** A projector that looks for defects; `started` is the next process, with what it knows of them from the stores alone. */
async function watched() {
  const rig = await tallying({ defects: new RepeatedDefects() });
  return {
    ...rig,
    started: () => rig.reopened({ defects: new RepeatedDefects() }),
    /** An event of each subject, under its name. */
    told: (subjects: readonly string[], kind?: 'bug' | 'invalid') => {
      if (kind !== undefined) for (const subject of subjects) rig.trouble.with(subject, kind);
      return rig.record(...subjects.map((subject) => [subject, subject, 1] as const));
    },
    mend: (subjects: readonly string[]) => {
      for (const subject of subjects) rig.trouble.mended(subject);
    },
  };
}

describe('a projector whose code has a defect', () => {
  it('given a batch in which it hits everybody, when it is folded, then it is thrown, and nothing is saved or parked', async () => {
    const { projector, parking, told, totals } = await watched();
    const batch = [...(await told(['well'])), ...(await told(names(hit), 'bug'))];

    await expect(projector.project(batch)).rejects.toMatchObject({
      kind: 'bug',
      report: {
        hit,
        of: hit + 1,
        reason: 'no such thing',
        place: expect.stringMatching(/libs\/event-sourcing\/test\/tally\.ts:\d+/),
        positions: ['orders-0@2', 'orders-0@3', 'orders-0@4'],
      },
    });

    expect(await totals()).toEqual({});
    expect(await parking.all()).toEqual([]);
  });

  it('given those who are told of one by one, when it hits one after the other, then all but the last are parked with their cause', async () => {
    const { projector, parking, told } = await watched();
    for (const event of await told(names(hit - 1), 'bug')) await projector.project([event]);

    await expect(projector.project(await told(['last'], 'bug'))).rejects.toBeInstanceOf(RepeatedDefect);

    expect(await parking.all()).toEqual(names(hit - 1).sort());
    expect((await parking.on('s0'))[0]?.cause).toMatchObject({ kind: 'bug', reason: 'no such thing' });
  });

  it('given what can never be processed, when there is much of it, then it is only parked', async () => {
    const { projector, parking, told } = await watched();
    await projector.project(await told(names(5 * hit), 'invalid'));
    expect(parking.size).toBe(5 * hit);
  });

  it('given one in a hundred hit, when all are folded, then they are only parked', async () => {
    const { projector, parking, told, trouble } = await watched();
    for (let nth = 0; nth < 6_000; nth += 100) trouble.with(`s${nth}`, 'bug');
    await projector.project(await told(names(6_000)));
    expect(parking.size).toBe(60);
  });

  it('given nobody to look at it, as in a rebuild, when it hits everybody, then all are parked', async () => {
    const { reopened, parking, told } = await watched();
    await reopened().project(await told(names(2 * hit), 'bug'));
    expect(parking.size).toBe(2 * hit);
  });

  it('given parked subjects that drained, when others are hit, then those do not count any more', async () => {
    const { projector, parking, told, mend } = await watched();
    await projector.project(await told(names(hit - 1), 'bug'));
    mend(names(hit - 1));
    for (const subject of names(hit - 1)) await projector.drain(subject);
    await projector.project(await told(['another'], 'bug'));
    expect(await parking.all()).toEqual(['another']);
  });

  it('given a store that cannot be written at that moment, when it repeats, then it stops all the same', async () => {
    const { projector, parked, told } = await watched();
    await projector.project(await told(names(hit - 1), 'bug'));
    jest.spyOn(parked, 'save').mockRejectedValue(new Failure('unavailable', 'the disk is full'));
    await expect(projector.project(await told(['last'], 'bug'))).rejects.toBeInstanceOf(RepeatedDefect);
  });
});

describe('the process after one that a defect has stopped', () => {
  /** All but one parked, and the batch that stopped it. */
  async function stopped() {
    const rig = await watched();
    await rig.projector.project(await rig.told(names(hit - 1), 'bug'));
    const batch = await rig.told(['last'], 'bug');
    await expect(rig.projector.project(batch)).rejects.toBeInstanceOf(RepeatedDefect);
    return { ...rig, batch };
  }

  it('given the same code, when it is started time and again, then the same batch stops it and nobody more is parked', async () => {
    const { started, parking, batch } = await stopped();
    for (let start = 0; start < 10; start++) {
      const projector = started();
      await projector.recallSuspects();
      for (const subject of await parking.due()) await projector.drain(subject);
      await expect(projector.project(batch)).rejects.toBeInstanceOf(RepeatedDefect);
    }
    expect(await parking.all()).toEqual(names(hit - 1).sort());
  });

  it('given the same code, when it is killed before it stops by itself, then the one after it still knows', async () => {
    const { started, parking, batch } = await stopped();
    const killed = started();
    await killed.recallSuspects();
    for (const subject of await parking.due()) await killed.drain(subject);
    const projector = started();
    await projector.recallSuspects();
    await expect(projector.project(batch)).rejects.toBeInstanceOf(RepeatedDefect);
  });

  it('given mended code, when it starts, then those parked are due at once, drain, and the views are as if nothing had been', async () => {
    const { started, parking, batch, mend, totals } = await stopped();
    mend([...names(hit), 'last']);
    const projector = started();
    await projector.recallSuspects();
    await projector.project(batch);
    expect((await parking.due()).length).toBe(hit - 1);
    for (const subject of await parking.due()) await projector.drain(subject);
    expect(await totals()).toEqual(Object.fromEntries([...names(hit - 1), 'last'].map((name) => [name, 1])));
    expect(await parking.suspects()).toEqual([]);
  });

  it('given suspects that others serve, when it starts, then they neither count nor are tried again here', async () => {
    const { started, parking, batch } = await stopped();
    const projector = started();
    await projector.recallSuspects((subject) => subject === 'last');
    await projector.project(batch);
    expect(await parking.due()).toEqual([]);
    expect(parking.has('last')).toBe(true);
  });

  it('given odd subjects that stopped nothing, when it starts, then they do not count', async () => {
    const { projector, started, parking, told } = await watched();
    await projector.project(await told(names(hit - 1), 'bug'));
    const next = started();
    await next.recallSuspects();
    await next.project(await told(['last'], 'bug'));
    expect(parking.size).toBe(hit);
  });
});
