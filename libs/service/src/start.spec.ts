import { Failure } from '@vilfredo/event-sourcing';
import { start } from './start.js';

const startWith = async (run: Parameters<typeof start>[0]): Promise<{ text: string; codes: number[] }> => {
  let text = '';
  const codes: number[] = [];
  await start(run, { write: (part) => (text += part), exit: (code) => void codes.push(code) });
  return { text, codes };
};

describe('start', () => {
  it('given a start that succeeds, when it is over, then nothing is said and nothing exits', async () => {
    expect(await startWith(async () => undefined)).toEqual({ text: '', codes: [] });
  });

  it('given a failure on purpose, when it starts, then its reason is one plain line and it exits 1', async () => {
    const { text, codes } = await startWith(async () =>
      Promise.reject(new Failure('unavailable', 'port 1 is taken: give another')),
    );
    expect(text).toBe('vilfredo cannot start: port 1 is taken: give another\n');
    expect(codes).toEqual([1]);
  });

  it('given a defect, when it starts, then the stack is shown and it exits 1', async () => {
    const { text, codes } = await startWith(async () => Promise.reject(new TypeError('x is undefined')));
    expect(text).toMatch(/by a defect of its own: TypeError: x is undefined\n +at /);
    expect(codes).toEqual([1]);
  });

  it.each([
    [true, []],
    [false, [1]],
  ])(
    'given stopping has begun is %s, when the start fails, then it exits by itself with %j',
    async (isRunning, exits) => {
      const { text, codes } = await startWith(async (stoppedBy) => {
        stoppedBy({ isRunning });
        throw new TypeError('fetch failed');
      });
      expect(codes).toEqual(exits);
      expect(text === '').toBe(isRunning);
    },
  );
});
