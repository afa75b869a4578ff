import { GroupCommit } from './group-commit.js';

/** A medium that takes as long as the test lets it. */
function slowMedium() {
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const sync = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  const begun = async (count: number) => {
    while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { sync, waiting, begun };
}

describe('group commit', () => {
  it('given writes of one turn of the event loop, when it ends, then they are one transaction, and those of the next another', async () => {
    const writes: number[][] = [];
    let told = 0;
    const commits = new GroupCommit<string, number>({
      write: (calls) => {
        writes.push(calls.map(({ length }) => length));
        return calls.map(({ length }) => length);
      },
      sync: async () => undefined,
      written: () => {
        told += 1;
      },
    });

    const outcomes = await Promise.all([commits.add(['a']), commits.add(['b', 'c', 'd'])]);
    await commits.add(['e', 'f']);

    expect(writes).toEqual([[1, 3], [2]]);
    expect(outcomes).toEqual([1, 3]);
    expect(told).toBe(2);
  });

  it('given a write on its way to the medium, when others come, then nobody is answered before their own is there', async () => {
    const writes: string[][] = [];
    const answered: string[] = [];
    const { sync, waiting, begun } = slowMedium();
    const commits = new GroupCommit<string, null>({
      write: (calls) => {
        writes.push(calls.flat());
        return calls.map(() => null);
      },
      sync,
    });
    const add = (item: string) => commits.add([item]).then(() => answered.push(item));

    const first = add('a');
    await begun(1);
    const others = [add('b'), add('c')];
    await new Promise((resolve) => setImmediate(resolve));
    expect({ writes, answered }).toEqual({ writes: [['a']], answered: [] });
    waiting[0]!.resolve();
    await first;
    await begun(2);

    expect({ writes, answered }).toEqual({ writes: [['a'], ['b', 'c']], answered: ['a'] });
    waiting[1]!.resolve();
    await Promise.all([...others, commits.drained()]);
    expect(answered).toEqual(['a', 'b', 'c']);
  });

  it('given a medium that fails, when it does, then everybody in the transaction is told', async () => {
    const { sync, waiting, begun } = slowMedium();
    const commits = new GroupCommit<string, null>({ write: (calls) => calls.map(() => null), sync });

    const both = Promise.allSettled([commits.add(['a']), commits.add(['b'])]);
    await begun(1);
    waiting[0]!.reject(new Error('gone'));

    expect(await both).toMatchObject([{ reason: { message: 'gone' } }, { reason: { message: 'gone' } }]);
  });
});
