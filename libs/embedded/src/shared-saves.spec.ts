import { DatabaseSync } from 'node:sqlite';
import { Failure } from '@vilfredo/event-sourcing';
import { sharedSaves } from './shared-saves.js';

describe('saves that share a transaction', () => {
  let database: DatabaseSync;
  let commits: number;
  const insert = (id: string) => () => {
    database.prepare('INSERT INTO views VALUES (?)').run(id);
    return [];
  };
  const stored = () => database.prepare('SELECT id FROM views ORDER BY id').all();

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE views (id TEXT)');
    commits = 0;
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      if (sql === 'COMMIT') commits += 1;
      exec(sql);
    };
  });
  afterEach(() => database.close());

  it('given saves of one turn of the event loop, when it ends, then one commit wrote them, and each hears what it lost', async () => {
    const saves = sharedSaves(database, { sync: async () => undefined });

    const lost = await Promise.all([saves.add([insert('a'), () => ['b']]), saves.add([insert('c')])]);

    expect(lost).toEqual([['b'], []]);
    expect(stored()).toEqual([{ id: 'a' }, { id: 'c' }]);
    expect(commits).toBe(1);
  });

  it('given a save that is refused beside one that is not, when they are written, then only the refused one is told, and nothing of it stays', async () => {
    const saves = sharedSaves(database, { sync: async () => undefined });
    const refused = () => {
      throw new Failure('invalid', 'x is no declared field', { field: 'fields' });
    };

    const outcomes = await Promise.allSettled([saves.add([insert('a'), refused]), saves.add([insert('b')])]);

    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { kind: 'invalid', field: 'fields' } },
      { status: 'fulfilled', value: [] },
    ]);
    expect(stored()).toEqual([{ id: 'b' }]);
  });
});
