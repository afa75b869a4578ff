import { LastAnswer } from './last-answer.js';

describe('the last answer', () => {
  let now = 0;
  let asked: string[] = [];
  let fails = false;
  /** Each answer takes 10 ms. */
  const answer = new LastAnswer(
    async (question: string) => {
      asked.push(question);
      now += 10;
      if (fails) throw new Error('not now');
      return `${question}, ${asked.length}`;
    },
    () => now,
  );

  beforeEach(() => {
    [asked, fails] = [[], false];
    now += 1_000;
  });

  it('is given again to whoever asks the same while it is good', async () => {
    expect([await answer.to('a'), await answer.to('a')]).toEqual(['a, 1', 'a, 1']);
    now += 49;
    expect(await answer.to('a')).toBe('a, 1');
    now += 1;
    expect(await answer.to('a')).toBe('a, 2');
  });

  it('is shared by those who ask while it is looked for', async () => {
    expect(await Promise.all([answer.to('a'), answer.to('a')])).toEqual(['a, 1', 'a, 1']);
  });

  it('is no answer to anything else, and is there for who takes any', async () => {
    await answer.to('a');
    expect(await answer.present).toBe('a, 1');
    expect(await answer.to('b')).toBe('b, 2');
    now += 50;
    expect(answer.present).toBeUndefined();
  });

  it('is looked for anew when that is asked for', async () => {
    await answer.to('a');
    expect(await answer.anew('a')).toBe('a, 2');
  });

  it('is forgotten where it failed', async () => {
    fails = true;
    await expect(answer.to('a')).rejects.toThrow('not now');
    fails = false;
    expect(await answer.to('a')).toBe('a, 2');
  });
});
