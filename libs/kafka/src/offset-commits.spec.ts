import { OffsetCommits } from './offset-commits.js';
import type { Place } from './partition-reading.js';

const at = (offset: number, partition = 0): Place => ({ topic: 'orders', partition, offset });

describe('committing while the next batch is worked on', () => {
  it('given a commit under way, when more comes, then it goes in one request, the latest of each partition', async () => {
    const sent: (readonly Place[])[] = [];
    const done: Place[] = [];
    const first = Promise.withResolvers<void>();
    const commits = new OffsetCommits(
      (places) => (sent.push(places) === 1 ? first.promise : Promise.resolve()),
      (places) => done.push(...places),
      () => undefined,
    );
    commits.add([at(5)]);
    commits.add([at(6), at(1, 1)]);
    commits.add([at(7)]);
    expect(sent).toEqual([[at(5)]]);

    first.resolve();
    await commits.idle();

    expect(sent).toEqual([[at(5)], [at(7), at(1, 1)]]);
    expect(done).toEqual([at(5), at(7), at(1, 1)]);
  });

  it('given a commit that failed, when there is another occasion, then it is sent again unless overtaken', async () => {
    const sent: (readonly Place[])[] = [];
    const failures: unknown[] = [];
    const commits = new OffsetCommits(
      async (places) => {
        if (sent.push(places) === 1) throw new Error('no coordinator');
      },
      () => undefined,
      (error) => failures.push(error),
    );
    commits.add([at(5), at(1, 1)]);
    await commits.idle();
    expect(failures).toHaveLength(1);

    commits.add([at(6)]);
    await commits.idle();

    expect(sent.at(-1)).toEqual([at(6), at(1, 1)]);
  });

  it('given positions that wait, when the partitions are no longer ours, then they are not sent', async () => {
    const sent: (readonly Place[])[] = [];
    const first = Promise.withResolvers<void>();
    const commits = new OffsetCommits(
      (places) => (sent.push(places) === 1 ? first.promise : Promise.resolve()),
      () => undefined,
      () => undefined,
    );
    commits.add([at(5)]);
    commits.add([at(6)]);
    commits.forget();
    first.resolve();
    await commits.idle();

    expect(sent).toEqual([[at(5)]]);
  });
});
