import type { AppendOutcome, EventToAppend } from '@vilfredo/event-sourcing';
import { anEvent } from '@vilfredo/testing';
import { GroupCommit } from './group-commit.js';

describe('group commit', () => {
  it('given writes of one turn of the event loop, when it ends, then they are one transaction, and those of the next another', async () => {
    const writes: number[][] = [];
    let told = 0;
    const commits = new GroupCommit<EventToAppend, readonly AppendOutcome[]>(
      (calls) => {
        writes.push(calls.map((events) => events.length));
        return calls.map((events) => events.map((): AppendOutcome => 'appended'));
      },
      () => {
        told += 1;
      },
    );
    const several = (count: number): EventToAppend[] => Array.from({ length: count }, () => anEvent());

    const outcomes = await Promise.all([commits.add(several(1)), commits.add(several(3))]);
    await commits.add(several(2));

    expect(writes).toEqual([[1, 3], [2]]);
    expect(outcomes.map(({ length }) => length)).toEqual([1, 3]);
    expect(told).toBe(2);
  });
});
