import { eventually } from './eventually.js';

describe('eventually', () => {
  it('given an expectation that comes true late, when it is awaited, then it passes with its value', async () => {
    let tries = 0;
    const value = await eventually(() => {
      tries += 1;
      expect(tries).toBeGreaterThan(3);
      return tries;
    });

    expect(value).toBe(4);
  });

  it('given an expectation that never comes true, when time is up, then its own complaint is thrown', async () => {
    const never = eventually(() => Promise.reject(new Error('still not')), { timeout: 30 });

    await expect(never).rejects.toThrow('still not');
  });
});
