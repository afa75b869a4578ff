import type { CallLeg } from './call-leg.js';
import { CallWindow } from './call-window.js';

const leg = { from: '', to: '', at: '', result: 'answered', talkSeconds: 0 } as const;
const legOf = (callId: string): CallLeg => ({ callId, ...leg });

describe('bringing the legs of calls together', () => {
  it('given legs of several calls in turn, then each call comes out once with all of its own', () => {
    const window = new CallWindow<number>();
    for (const [i, id] of ['a', 'b', 'a', 'c', 'b'].entries()) expect(window.add(id, legOf(id), i)).toBeUndefined();
    expect(window.rest().map(({ tied }) => tied)).toEqual([[0, 2], [1, 4], [3]]);
    expect(window.rest()).toEqual([]);
  });

  it('given more calls than it holds, then the oldest is not waited for any longer', () => {
    const window = new CallWindow<number>(2);
    window.add('a', legOf('a'), 0);
    window.add('b', legOf('b'), 1);
    expect(window.add('c', legOf('c'), 2)?.tied).toEqual([0]);
    expect(window.rest().map(({ tied }) => tied)).toEqual([[1], [2]]);
  });
});
