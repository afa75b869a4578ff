import { anEvent, eventually, MemoryLog } from '@vilfredo/testing';
import type { EventLog, SubscriptionOptions } from './event-log.js';
import { Failure } from './failure.js';
import { GroupWork, type Work } from './group-work.js';
import { RepeatedDefect } from './repeated-defects.js';

/** A log whose batches and assignments the test deals out. */
function dealtLog(lag = 0) {
  const dealt: { options?: SubscriptionOptions } = {};
  const log = new MemoryLog();
  const subscribe: EventLog['subscribe'] = async (options) => {
    dealt.options = options;
    return {
      lag: async () => lag,
      lastProgress: () => 0,
      committed: () => '0',
      owned: () => [3],
      owns: (subject) => subject === 'own',
      stop: async () => undefined,
    };
  };
  return { log: Object.assign(log, { subscribe }), options: () => dealt.options! };
}

describe('a service at work on the log', () => {
  let now: number;
  let failed: unknown[];
  let works: GroupWork[];
  let stopped: RepeatedDefect[];
  const workOn = (log: EventLog, isShared = false) => {
    const observe = {
      failed: (error: unknown) => void failed.push(error),
      stopped: (defect: RepeatedDefect) => void stopped.push(defect),
    };
    const work = new GroupWork({ log, clock: () => now, group: 'g', batchSize: 10, tickMs: 1, isShared, observe });
    works.push(work);
    return work;
  };
  const idle: Work = {
    topics: ['orders'],
    fold: async () => undefined,
    tick: async () => undefined,
    takeOver: async () => undefined,
    leave: async () => undefined,
  };
  const page = (recordedat: string) => ({
    events: [{ ...anEvent(), recordedat, partition: 0, offset: 1 }],
    cursor: '1',
  });
  beforeEach(() => {
    [now, failed, works, stopped] = [1_000, [], [], []];
  });
  afterEach(() => Promise.all(works.map((work) => work.stop())));

  it('given a batch in hand, when somebody asks for a turn, then theirs begins when it is folded', async () => {
    const { log, options } = dealtLog();
    const order: string[] = [];
    const work = workOn(log);
    const fold = async () => {
      order.push('fold begins');
      await new Promise((resolve) => setImmediate(resolve));
      order.push('fold ends');
    };
    await work.start({ ...idle, fold });

    const folded = options().onBatch(page('1970-01-01T00:00:00.500Z'));
    await work.exclusively(async () => void order.push('asked'));
    await folded;

    expect(order).toEqual(['fold begins', 'fold ends', 'asked']);
  });

  it('given a defect that repeats, when a batch throws it, then that is told once, nothing is folded any more, and its loop counts as ended', async () => {
    const { log, options } = dealtLog(5);
    const work = workOn(log);
    let [folds, ticks] = [0, 0];
    let endTick: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      endTick = resolve;
    });
    const defect = new RepeatedDefect({ hit: 20, of: 20, reason: 'no', place: null, positions: [] });
    const fold = () => {
      folds++;
      return Promise.reject(defect);
    };
    const tick = () => {
      ticks++;
      return gate;
    };
    await work.start({ ...idle, fold, tick });
    await eventually(() => expect(ticks).toBe(1));

    for (let attempt = 1; attempt <= 3; attempt++) {
      await expect(options().onBatch(page('1970-01-01T00:00:00.500Z'))).rejects.toBe(defect);
      options().onFailure?.(defect, attempt);
    }
    endTick();
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect({ folds, ticks, stopped, failed }).toEqual({ folds: 1, ticks: 1, stopped: [defect], failed: [] });
    expect(work.lastProgress()).toBe(0);
    expect(() => work.requireGoing()).toThrow(defect);
  });

  it('given a turn that fails, when it does, then whoever asked is told and the next has theirs', async () => {
    const work = workOn(dealtLog().log);

    await expect(work.exclusively(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await work.exclusively(async () => 'next')).toBe('next');
  });

  it('given events that are not folded, when it is asked how far time may go, then not beyond the last that is', async () => {
    const behind = dealtLog(5);
    const [late, current] = [workOn(behind.log), workOn(dealtLog().log)];
    await late.start(idle);
    await current.start(idle);
    expect(await late.foldedBy()).toBe(Number.NEGATIVE_INFINITY);

    await behind.options().onBatch(page('1970-01-01T00:00:00.500Z'));

    expect(await late.foldedBy()).toBe(499);
    expect(await current.foldedBy()).toBe(1_000);
  });

  it('given shared work, when partitions change hands, then they are taken over and left in turn, and nothing counts as folded', async () => {
    const { log, options } = dealtLog(5);
    const seen: unknown[] = [];
    const work = workOn(log, true);
    const takeOver = async (partitions: readonly number[]) => void seen.push(partitions);
    await work.start({ ...idle, takeOver, leave: () => Promise.reject(new Error('cannot leave')) });
    await options().onBatch(page('1970-01-01T00:00:00.500Z'));

    options().onAssigned?.([1, 2]);
    await work.exclusively(async () => undefined);
    options().onRevoked?.();
    await work.exclusively(async () => undefined);

    expect(seen).toEqual([[1, 2]]);
    expect(failed).toMatchObject([{ message: 'cannot leave' }]);
    expect(await work.foldedBy()).toBe(Number.NEGATIVE_INFINITY);
    expect([work.owns('own'), work.owns('other')]).toEqual([true, false]);
  });

  it('given what others left cannot be taken up yet, when a batch comes, then it is folded after that was done', async () => {
    const { log, options } = dealtLog();
    const order: string[] = [];
    let tries = 0;
    const work = workOn(log, true);
    const takeOver = async () => {
      if (++tries < 3) throw new Failure('unavailable', 'the store is away');
      order.push('taken over');
    };
    await work.start({ ...idle, takeOver, fold: async () => void order.push('folded') });

    options().onAssigned?.([1]);
    await options().onBatch(page('1970-01-01T00:00:00.500Z'));

    expect(order).toEqual(['taken over', 'folded']);
    expect(failed).toMatchObject([{ kind: 'unavailable' }, { kind: 'unavailable' }]);
  });

  it('given partitions that are dealt anew before they were taken over, then only the last deal is taken over', async () => {
    const { log, options } = dealtLog();
    const order: unknown[] = [];
    const work = workOn(log, true);
    const takeOver = async (partitions: readonly number[]) => void order.push(partitions);
    await work.start({ ...idle, takeOver, leave: async () => void order.push('left') });

    options().onAssigned?.([1, 2]);
    options().onRevoked?.();
    options().onAssigned?.([2]);
    await work.exclusively(async () => undefined);

    expect(order).toEqual(['left', [2]]);
  });

  it('given the log is asked how far time may go, when the turn comes, then that holds unless partitions changed hands', async () => {
    const { log, options } = dealtLog();
    const work = workOn(log, true);
    await work.start(idle);
    const upTo = () => work.exclusivelyUpTo(async (foldedBy) => foldedBy);

    expect(await upTo()).toBe(1_000);
    const asked = upTo();
    options().onAssigned?.([1]);

    expect(await asked).toBe(Number.NEGATIVE_INFINITY);
  });

  it('given nobody beside it, when it is asked, then every subject is its own and it hears of no partitions', async () => {
    const { log, options } = dealtLog();
    const work = workOn(log);
    await work.start(idle);

    expect(work.owns('other')).toBe(true);
    expect(options().onAssigned).toBeUndefined();
  });

  it('given a look at the time that fails, when the next is due, then it is taken; none after the end', async () => {
    const work = workOn(dealtLog().log);
    let ticks = 0;
    const tick = async () => {
      ticks += 1;
      throw new Error(`tick ${ticks}`);
    };
    await work.start({ ...idle, tick });
    while (ticks < 3) await new Promise((resolve) => setTimeout(resolve, 1));

    await work.stop();
    const then = ticks;
    await new Promise((resolve) => setTimeout(resolve, 10));

    expect(ticks).toBe(then);
    expect(failed).toHaveLength(then);
  });
});
