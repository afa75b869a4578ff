import { openScratchStore } from '@vilfredo/embedded';
import { orderPlaced } from '@vilfredo/testing';
import { type RuntimeUnderTest, settledRuntime } from '../../test/runtime-under-test.js';
import { Trials } from './trials.js';

const stays = new AbortController().signal;
const silent = () => undefined;

describe('trials, one at a time', () => {
  let under: RuntimeUnderTest;
  let trials: Trials;
  let disposed = 0;
  beforeEach(async () => {
    under = await settledRuntime();
    disposed = 0;
    trials = new Trials(under.runtime, async () => {
      const { store, dispose } = await openScratchStore();
      const counted = async () => {
        await dispose();
        disposed++;
      };
      return { store, dispose: counted };
    });
  });
  afterEach(() => under.dispose());

  it('given one that runs, when another is asked for, then it is refused until the first is over, and nothing of that is left', async () => {
    const first = trials.begin({ policy: {} });
    expect(() => trials.begin({ policy: {} })).toThrow('a trial is running already');
    expect(await first(silent, stays)).toMatchObject({ policy: 'v1', equal: true });
    expect(disposed).toBe(1);
    expect(await trials.begin({ policy: { name: 'v2' } })(silent, stays)).toMatchObject({ candidate: 'v2' });
  });

  it('given a wrong request, when it is refused, then the next one may begin', async () => {
    expect(() => trials.begin({ policy: { window: -1 } })).toThrow(/window/);
    expect(await trials.begin({ policy: {} })(silent, stays)).toMatchObject({ equal: true });
  });

  it('given one that runs, when the deployment is stopped, then it ends, says so, and leaves nothing behind', async () => {
    const running = trials.begin({ policy: {} })(() => trials.close(), stays);
    await expect(running).rejects.toMatchObject({ kind: 'unavailable', reason: 'the deployment is being stopped' });
    expect(disposed).toBe(1);
  });

  it('given one that fails, when it is over, then the next one may begin', async () => {
    const broken = new Trials(under.runtime, () => Promise.reject(new Error('no room')));
    await expect(broken.begin({ policy: {} })(silent, stays)).rejects.toThrow('no room');
    await expect(broken.begin({ policy: {} })(silent, stays)).rejects.toThrow('no room');
  });

  it('given a live book, when rules are tried, then nobody live is told anything, and no view moves', async () => {
    const { runtime, log } = under;
    await log.append([
      orderPlaced({ customer: 'early', orderId: 'o2' }),
      orderPlaced({ customer: 'late', orderId: 'o3' }),
    ]);
    await runtime.settle();
    const end = await log.end();
    const bodies = async () => [...(await runtime.views.load(['early', 'late'])).values()].map(({ body }) => body);
    const before = await bodies();
    await trials.begin({ policy: { name: 'v2', criteria: [{ name: 'recency', weight: 1 }] } })(silent, stays);
    expect(await log.end()).toBe(end);
    expect(await bodies()).toEqual(before);
  });
});
