import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from './side-by-side.js';

describe('work side by side', () => {
  it('given one piece waits, then those after it are done meanwhile, and the end waits for it', async () => {
    const done: number[] = [];
    const gate = Promise.withResolvers<void>();
    const all = sideBySide([1, 2, 3], (item) => {
      if (item === 1) return gate.promise.then(() => void done.push(item));
      done.push(item);
    });
    await nextTurn();
    expect(done).toEqual([2, 3]);
    gate.resolve();
    await all;
    expect(done).toEqual([2, 3, 1]);
  });

  it('given many wait, then only so many at once', async () => {
    let [now, most] = [0, 0];
    await sideBySide(Array.from({ length: 100 }), async () => {
      most = Math.max(most, ++now);
      await pause(1);
      now--;
    });
    expect(now).toBe(0);
    expect(most).toBe(16);
  });

  it.each(['at once', 'later'])(
    'given one fails, %s, then no more begin, and the failure is thrown when all that began have ended',
    async (when) => {
      const begun: number[] = [];
      const ended: number[] = [];
      const failed = sideBySide(Array.from({ length: 50 }).keys(), (item) => {
        begun.push(item);
        if (item === 3 && when === 'at once') throw new Error('full');
        return pause(item === 3 ? 1 : 20).then(() => {
          if (item === 3) throw new Error('full');
          ended.push(item);
        });
      });
      await expect(failed).rejects.toThrow('full');
      expect(begun.length).toBeLessThanOrEqual(16);
      expect(ended).toHaveLength(begun.length - 1);
    },
  );

  it('given much to do without waiting, then others get their turn in between', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await sideBySide(Array.from({ length: 20 }), () => {
      for (const begun = performance.now(); performance.now() - begun < 2; );
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
