import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { KeyCompaction } from './key-compaction.js';
import { HASH_BITS } from './key-hash.js';
import { RUNS_MERGED } from './key-run.js';
import { KeyRuns } from './key-runs.js';
import { KEYS_SCHEMA } from './log-schema.js';

type Key = readonly [hash: number, position: number];

describe('runs of keys', () => {
  let database: DatabaseSync;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec(KEYS_SCHEMA);
  });
  afterEach(() => database.close());

  const opened = () => {
    const runs = new KeyRuns(database);
    runs.refresh();
    return runs;
  };

  it('given as many runs as are merged, when they are, then one of the next level has all their keys and no other is left', () => {
    const runs = opened();
    const keys = Array.from({ length: RUNS_MERGED }, (_, run) => spread(run, 3_000));
    for (const own of keys) runs.add(0, listOf(own));

    compactWholly(runs);

    expect(shapeOf(runs)).toEqual(['1 whole']);
    expect(keys.flat().filter(([hash, position]) => !runs.positionsOf(hash).includes(position))).toEqual([]);
    expect(runs.between(runs.all, 0, 2 ** HASH_BITS)).toEqual(listOf(keys.flat()));
    expect(database.prepare('SELECT count(DISTINCT run) AS runs FROM key_slices').get()?.runs).toBe(1);
  });

  it('given one run fewer, when time for merging comes, then they stay', () => {
    const runs = opened();
    for (let run = 1; run < RUNS_MERGED; run++) runs.add(0, listOf(spread(run, 10)));

    compactWholly(runs);

    expect(shapeOf(runs)).toEqual(Array(RUNS_MERGED - 1).fill('0 whole'));
  });

  it('given a merge that has only begun, when the log is opened again, then it goes on from there', () => {
    const runs = opened();
    for (let run = 0; run < RUNS_MERGED; run++) runs.add(0, listOf(spread(run, 9_000)));
    new KeyCompaction(runs).doSome();
    expect(shapeOf(runs)).toContain('1 growing');

    const again = opened();
    compactWholly(again);

    expect(shapeOf(again)).toEqual(['1 whole']);
    expect(again.between(again.all, 0, 2 ** HASH_BITS)).toHaveLength(2 * RUNS_MERGED * 9_000);
  });

  it('given a subject with more events than fit into a slice, when its runs are merged, then all of them are found', () => {
    const runs = opened();
    for (let run = 0; run < RUNS_MERGED; run++) {
      runs.add(0, listOf(Array.from({ length: 5_000 }, (_, nth) => [42, run * 5_000 + nth])));
    }

    compactWholly(runs);

    expect(shapeOf(runs)).toEqual(['1 whole']);
    expect(runs.positionsOf(42)).toHaveLength(RUNS_MERGED * 5_000);
  });

  it('given events appended without end, when runs are merged in step with them, then there are never many', () => {
    const runs = opened();
    const compaction = new KeyCompaction(runs);
    let most = 0;
    for (let run = 0; run < 100; run++) {
      runs.add(0, listOf(spread(run, 4_096)));
      compaction.owe(2_048);
      while (compaction.isDue) compaction.doSome();
      most = Math.max(most, runs.all.filter(({ state }) => state === 'whole').length);
    }

    expect(most).toBeLessThanOrEqual(3 * RUNS_MERGED);
  });

  it('given any course of runs, merging, reopening and another connection, when keys are looked up, then all are found', () => {
    const aKey = fc.tuple(fc.integer({ min: 0, max: 2 ** HASH_BITS - 1 }), fc.integer({ min: 1, max: 1_000_000 }));
    const aStep = fc.record({
      adds: fc.uniqueArray(aKey, { selector: ([, position]) => position, minLength: 1, maxLength: 12 }),
      merges: fc.nat({ max: 12 }),
      reopens: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(aStep, { minLength: 20, maxLength: 40 }), (steps) => {
        database.exec('DELETE FROM key_slices; DELETE FROM key_runs');
        let [one, other] = [opened(), opened()];
        for (const { adds, merges, reopens } of steps) {
          [one, other] = [reopens ? opened() : other, one];
          one.refresh();
          one.add(0, listOf(adds));
          compact(one, merges);
        }
        other.refresh();
        for (const [hash, position] of steps.flatMap(({ adds }) => adds)) {
          for (const runs of [one, other]) expect(runs.positionsOf(hash)).toContain(position);
          expect(one.positionsAnywhere(hash)).toContain(position);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function listOf(keys: readonly Key[]): Float64Array {
  const sorted = [...keys].sort(([one, first], [other, second]) => one - other || first - second);
  return Float64Array.from(sorted.flat());
}

/** Keys of their own for each run, over all hashes. */
function spread(run: number, count: number): readonly Key[] {
  return Array.from({ length: count }, (_, nth) => [
    ((run + nth * 97) * 7_654_321) % 2 ** HASH_BITS,
    run * count + nth,
  ]);
}

function shapeOf(runs: KeyRuns): readonly string[] {
  return runs.all.map(({ level, state }) => `${level} ${state}`);
}

function compactWholly(runs: KeyRuns): void {
  const compaction = new KeyCompaction(runs);
  for (compaction.owe(100_000); compaction.isDue; ) compaction.doSome();
}

function compact(runs: KeyRuns, times: number): void {
  const compaction = new KeyCompaction(runs);
  for (let nth = 0; nth < times; nth++) compaction.doSome();
}
