import type { Query } from './deployment-client.js';
import { firstOfList } from './first-of-list.js';

/** A list of so many numbers, of which a page tells every third of those that it looks at. */
function everyThirdOf(length: number) {
  const asked: Query[] = [];
  const get = async <T>(_path: string, query: Query = {}): Promise<T> => {
    asked.push(query);
    const from = Number(query.cursor ?? 0);
    const to = Math.min(length, from + Number(query.limit));
    const items = Array.from({ length: to - from }, (_, i) => from + i).filter((n) => n % 3 === 0);
    return { items, next: to < length ? String(to) : null } as T;
  };
  return { asked, first: (limit: number) => firstOfList<number>({ get }, '/numbers', { sort: '-value' }, limit) };
}

describe('the first of a list', () => {
  it('given pages that end early, then it goes on until there are as many as asked for, and asks for no more than those', async () => {
    const { first, asked } = everyThirdOf(100);
    expect(await first(4)).toEqual({ items: [0, 3, 6, 9], next: '10' });
    expect(asked.map(({ limit, cursor }) => [limit, cursor])).toEqual([
      [4, undefined],
      [2, '4'],
      [2, '6'],
      [1, '8'],
      [1, '9'],
    ]);
    expect(asked.every(({ sort }) => sort === '-value')).toBe(true);
  });

  it('given there are fewer than asked for, then it is all of them, and does not go on', async () => {
    expect(await everyThirdOf(10).first(50)).toEqual({ items: [0, 3, 6, 9], next: null });
  });

  it('given more than a page holds, then it asks for a page at a time', async () => {
    const { first, asked } = everyThirdOf(9_000);
    expect((await first(1_200)).items).toHaveLength(1_200);
    expect(asked[0]?.limit).toBe(1_000);
  });
});
