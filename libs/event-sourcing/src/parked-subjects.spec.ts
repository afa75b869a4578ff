import { jest } from '@jest/globals';
import { tallying } from '../test/tally.js';
import { Failure } from './failure.js';

const ids = (parked: readonly { event: { id: string } }[]) => parked.map(({ event }) => event.id);

describe('an event that cannot be folded', () => {
  it('is parked with its cause, its later ones behind it in order, while everybody else flows', async () => {
    const { projector, parking, trouble, record, totals, told } = await tallying();
    trouble.with('bad', 'invalid');
    await projector.project(await record(['a', 'e1', 1], ['a', 'bad', 10], ['b', 'e2', 2], ['a', 'e3', 100]));
    await projector.project(await record(['a', 'e4', 1_000], ['b', 'e5', 20]));
    expect(await totals()).toEqual({ a: 1, b: 22 });
    expect(told().sort()).toEqual(['e1-told', 'e2-told', 'e5-told']);
    const parked = await parking.on('a');
    expect(ids(parked)).toEqual(['bad', 'e3', 'e4']);
    expect(parked.map(({ cause }) => cause)).toEqual([
      { kind: 'invalid', reason: 'cannot be', field: 'add' },
      null,
      null,
    ]);
  });

  it('tells the owner, once', async () => {
    const failed: string[] = [];
    const { projector, trouble, record } = await tallying({
      onParked: (event, { kind }) => failed.push(`${event.id} ${kind}`),
    });
    trouble.with('bad', 'bug');
    const batch = await record(['a', 'bad', 1], ['a', 'e1', 2]);
    await projector.project(batch);
    await projector.project(batch);
    expect(failed).toEqual(['bad bug']);
  });

  it('is parked once however often its batch comes again', async () => {
    const { projector, parking, trouble, record, totals } = await tallying();
    trouble.with('bad', 'invalid');
    const batch = await record(['a', 'bad', 1], ['a', 'e1', 2]);
    await projector.project(batch);
    await projector.project(batch);
    expect(ids(await parking.on('a'))).toEqual(['bad', 'e1']);
    expect(await totals()).toEqual({});
  });

  it('does not take those before it along when the save of its batch fails', async () => {
    const { projector, views, parking, trouble, record, totals } = await tallying();
    trouble.with('bad', 'invalid');
    const batch = await record(['a', 'e1', 1], ['a', 'bad', 10], ['a', 'e2', 100]);
    jest.spyOn(views, 'save').mockRejectedValueOnce(new Failure('unavailable', 'the disk is full'));
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    await projector.project(batch);
    expect(await totals()).toEqual({ a: 1 });
    expect(ids(await parking.on('a'))).toEqual(['bad', 'e2']);
  });

  it('does so too when the lot itself is not there for a while', async () => {
    const { projector, parked, parking, trouble, record, totals } = await tallying();
    trouble.with('bad', 'invalid');
    const batch = await record(['a', 'e1', 1], ['a', 'bad', 10], ['a', 'e2', 100]);
    jest.spyOn(parked, 'save').mockRejectedValueOnce(new Failure('unavailable', 'the disk is full'));
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    await projector.project(batch);
    expect(await totals()).toEqual({ a: 1 });
    expect(ids(await parking.on('a'))).toEqual(['bad', 'e2']);
  });

  it('is left out, with the state as it was, where the business refuses it', async () => {
    const refused: string[] = [];
    const { projector, parking, trouble, record, totals } = await tallying({ onRefused: ({ id }) => refused.push(id) });
    trouble.with('no', 'refused');
    const batch = await record(['a', 'e1', 1], ['a', 'no', 10], ['a', 'e2', 100]);
    await projector.project(batch);
    await projector.project(batch);
    expect(await totals()).toEqual({ a: 101 });
    expect(parking.size).toBe(0);
    expect(refused).toEqual(['no']);
  });

  it('keeps steps that are no events away from its subject', async () => {
    const { projector, trouble, record, totals } = await tallying();
    await projector.project(await record(['a', 'e1', 1], ['b', 'e2', 2]));
    trouble.with('bad', 'invalid');
    await projector.project(await record(['a', 'bad', 10]));
    await projector.touch(['a', 'b'], (tally) => {
      tally.total += 1_000;
      return [];
    });
    expect(await totals()).toEqual({ a: 1, b: 1_002 });
  });
});

describe('draining a parked subject', () => {
  it('folds what is parked in order, and lets its events flow again', async () => {
    const { projector, parking, trouble, record, totals, told } = await tallying();
    trouble.with('bad', 'bug');
    await projector.project(await record(['a', 'bad', 1], ['a', 'e1', 2]));
    trouble.mended('bad');
    expect(await projector.drain('a')).toEqual({ drained: 2, empty: true });
    await projector.project(await record(['a', 'e2', 4]));
    expect(await totals()).toEqual({ a: 7 });
    expect(told()).toEqual(['bad-told', 'e1-told', 'e2-told']);
    expect(await parking.all()).toEqual([]);
  });

  it('stops at the next that fails, which then waits first', async () => {
    const { projector, parking, trouble, record, totals } = await tallying();
    trouble.with('bad', 'bug');
    trouble.with('worse', 'invalid');
    await projector.project(await record(['a', 'bad', 1], ['a', 'worse', 2], ['a', 'e1', 4]));
    trouble.mended('bad');
    expect(await projector.drain('a')).toEqual({ drained: 1, empty: false });
    expect(await totals()).toEqual({ a: 1 });
    expect(ids(await parking.on('a'))).toEqual(['worse', 'e1']);
    expect((await parking.on('a'))[0]?.cause?.kind).toBe('invalid');
  });

  it('brings the state up to each event first', async () => {
    const { projector, trouble, record, totals } = await tallying();
    trouble.with('bad', 'bug');
    await projector.project(await record(['a', 'bad', 1], ['a', 'e1', 1]));
    trouble.mended('bad');
    await projector.drain('a', () => (tally) => {
      tally.total *= 10;
      return [];
    });
    expect(await totals()).toEqual({ a: 11 });
  });

  it('throws on what is not there for a while, and changes nothing', async () => {
    const { projector, parking, trouble, record } = await tallying();
    trouble.with('bad', 'bug');
    await projector.project(await record(['a', 'bad', 1]));
    trouble.with('bad', 'unavailable');
    await expect(projector.drain('a')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(ids(await parking.on('a'))).toEqual(['bad']);
  });

  it('folds once what a crash left both folded and parked', async () => {
    const { projector, parking, trouble, record, totals } = await tallying();
    trouble.with('bad', 'bug');
    await projector.project(await record(['a', 'bad', 1], ['a', 'e1', 2]));
    trouble.mended('bad');
    jest.spyOn(parking, 'remove').mockRejectedValueOnce(new Failure('unavailable', 'killed'));
    await expect(projector.drain('a')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await projector.drain('a')).toEqual({ drained: 2, empty: true });
    expect(await totals()).toEqual({ a: 3 });
  });
});
