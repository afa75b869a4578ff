import { MemoryViews } from '@vilfredo/testing';
import { firstFound } from './first-found.js';

describe('the first that are found along an index', () => {
  const definition = {
    name: 'due',
    fields: { dueAt: 'number' },
    indexes: { due: [{ field: 'dueAt', present: true }] },
  } as const;
  const filled = async () => {
    const views = new MemoryViews(definition);
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    await views.save(ids.map((id, dueAt) => ({ id, version: 0, body: '', fields: { dueAt } })));
    return views;
  };

  it('are those wanted on the first page that has any', async () => {
    const query = { index: 'due', atMost: 4, limit: 2 };
    expect(await firstFound(await filled(), query, () => true)).toEqual(['a', 'b']);
    expect(await firstFound(await filled(), query, (id) => id > 'b' && id !== 'c')).toEqual(['d']);
  });

  it('are none where the index has no more, also when others are beyond the bound', async () => {
    expect(await firstFound(await filled(), { index: 'due', atMost: 4, limit: 2 }, (id) => id === 'f')).toEqual([]);
  });
});
