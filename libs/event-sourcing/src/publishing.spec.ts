import { jest } from '@jest/globals';
import { tallying } from '../test/tally.js';
import { Failure } from './failure.js';

const noLog = () => new Failure('unavailable', 'no broker');

describe('changes that could not be published', () => {
  it('are published before the next are saved, in order', async () => {
    const { projector, log, record, told } = await tallying();
    const [first, second] = [await record(['a', 'e1', 1]), await record(['a', 'e2', 2])];
    jest.spyOn(log, 'append').mockRejectedValueOnce(noLog());
    await expect(projector.project(first)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(told()).toEqual([]);
    await projector.project(first);
    await projector.project(second);
    expect(told()).toEqual(['e1-told', 'e2-told']);
  });

  it('are published when that is asked for, before their views are replaced', async () => {
    const { projector, log, record, told } = await tallying();
    const batch = await record(['a', 'e1', 1]);
    jest.spyOn(log, 'append').mockRejectedValueOnce(noLog());
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    await projector.publishWaiting();
    expect(told()).toEqual(['e1-told']);
  });

  it('hold back the saves after them as long as the log is not there', async () => {
    const { projector, log, record, totals } = await tallying();
    const [first, second] = [await record(['a', 'e1', 1]), await record(['a', 'e2', 2])];
    jest.spyOn(log, 'append').mockRejectedValueOnce(noLog()).mockRejectedValueOnce(noLog());
    await expect(projector.project(first)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(projector.project(second)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await totals()).toEqual({ a: 1 });
    expect(projector.published).toBe(0);
  });
});

describe('a process that forgets what it has not published', () => {
  it('does not count it as published, whatever it does next, until it is looked for', async () => {
    const { projector, log, record, told } = await tallying();
    const batch = await record(['a', 'e1', 1]);
    jest.spyOn(log, 'append').mockRejectedValueOnce(noLog());
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    projector.forget();
    await projector.touch([], () => null);
    expect(projector.published).toBe(0);

    await projector.publishLeftovers(projector.published);
    expect(told()).toEqual(['e1-told']);
    expect(projector.published).toBe(1);
  });
});

describe('a process that ends between storing and publishing', () => {
  it('is made good by the next one, once by id', async () => {
    const { projector, reopened, log, record, told } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    const published = projector.published;
    const lost = await record(['a', 'e2', 2], ['b', 'e3', 3]);
    jest.spyOn(log, 'append').mockRejectedValueOnce(noLog());
    await expect(projector.project(lost)).rejects.toMatchObject({ kind: 'unavailable' });

    const next = reopened();
    expect(await next.publishLeftovers(published)).toBe(2);
    await next.project(lost);
    expect(told().sort()).toEqual(['e1-told', 'e2-told', 'e3-told']);
  });

  it('publishes nothing twice when it does not know how far it had come', async () => {
    const { projector, reopened, record, told } = await tallying();
    await projector.project(await record(['a', 'e1', 1], ['b', 'e2', 2]));
    await reopened().publishLeftovers(0);
    expect(told().sort()).toEqual(['e1-told', 'e2-told']);
  });

  it('goes on counting its saves where it stopped', async () => {
    const { projector, reopened, record } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    await projector.project(await record(['b', 'e2', 2]));
    const next = reopened();
    await next.publishLeftovers(1);
    expect(next.published).toBe(2);
    await next.project(await record(['b', 'e3', 3]));
    expect(next.published).toBe(3);
  });

  it('has nothing to make good where a save without changes came last', async () => {
    const { projector, reopened, record } = await tallying();
    await projector.project(await record(['a', 'e1', 1]));
    await projector.touch(['a'], () => []);
    expect(await reopened().publishLeftovers(0)).toBe(0);
  });
});

describe('a save whose answer is lost', () => {
  it('is told all the same, once the store answers again', async () => {
    const { projector, views, record, told, totals } = await tallying();
    const save = views.save.bind(views);
    jest.spyOn(views, 'save').mockImplementationOnce(async (saved) => {
      await save(saved);
      throw new Failure('unavailable', 'the connection broke');
    });
    const batch = await record(['a', 'e1', 1], ['b', 'e2', 2]);
    await expect(projector.project(batch)).rejects.toMatchObject({ kind: 'unavailable' });
    await projector.project(batch);
    expect(await totals()).toEqual({ a: 1, b: 2 });
    expect(told().sort()).toEqual(['e1-told', 'e2-told']);
  });
});
