import { ReadableEnd } from './readable-end.js';

describe('how far a log may be read', () => {
  it('given a commit that is not on the medium yet, when it gets there, then it may be read, and not before', async () => {
    let arrive = () => {};
    const end = new ReadableEnd(() => 3, {
      sync: () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    });

    const reached = end.reach();
    expect(end.position).toBe(0);
    expect(await end.follow()).toBe(false);
    arrive();
    await reached;

    expect(end.position).toBe(3);
  });

  it('given another process committed, when that is followed, then it is on the medium before it may be read', async () => {
    const seen: number[] = [];
    const end: ReadableEnd = new ReadableEnd(() => 7, {
      sync: async () => {
        seen.push(end.position);
      },
    });

    expect([await end.follow(), await end.follow()]).toEqual([true, false]);

    expect([...seen, end.position]).toEqual([0, 7]);
  });

  it('given the medium fails, when it is reached for, then nothing more may be read', async () => {
    const end = new ReadableEnd(() => 3, { sync: () => Promise.reject(new Error('gone')) });

    await expect(end.reach()).rejects.toThrow('gone');

    expect(end.position).toBe(0);
  });
});
