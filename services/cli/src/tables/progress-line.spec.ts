import { type Progress, progressLine } from './progress-line.js';

/** Updates once every `step` milliseconds, `times` times, and tells what was written. */
function written(terminal: boolean, step: number, times: number, progress: (n: number) => Progress, columns = 80) {
  let now = 1_000_000;
  const output: string[] = [];
  const stream = { isTTY: terminal, columns, write: (text: string) => output.push(text) };
  const line = progressLine('importing', { clock: () => now, stream });
  for (let n = 1; n <= times; n += 1) {
    now += step;
    line.update(progress(n));
  }
  line.finish();
  line.update(progress(times));
  return output;
}

describe('progress on a terminal', () => {
  it('moves a bar at most ten times a second and takes it away at the end', () => {
    const output = written(true, 10, 200, (n) => ({ done: n, total: 200 }));
    expect(output).toHaveLength(20 + 1);
    expect(output[0]).toBe(`\r\u001b[2Kimporting  ${'░'.repeat(24)}  0 %  0 s`);
    expect(output[19]).toMatch(/█{22}░{2} {2}95 % {2}1 s$/);
    expect(output.at(-1)).toBe('\r\u001b[2K');
  });

  it('never grows over the edge of the window', () => {
    const [first] = written(true, 100, 1, () => ({ done: 1, total: 2, note: 'x'.repeat(200) }), 40);
    expect(first!.replace('\r\u001b[2K', '')).toHaveLength(39);
  });

  it('writes nothing at all when nothing was reported', () => {
    expect(written(true, 100, 0, () => ({ done: 0 }))).toEqual([]);
  });
});

describe('progress without a terminal', () => {
  it('writes a plain line every ten seconds', () => {
    const output = written(false, 1000, 25, (n) => ({ done: n, total: 50, note: `${n} orders` }));
    expect(output).toEqual(['importing  20 %  10 orders  10 s\n', 'importing  40 %  20 orders  20 s\n']);
  });

  it('says no percentage when the end is not known', () => {
    expect(written(false, 10_000, 1, () => ({ done: 5, note: '5 lines' }))).toEqual(['importing  5 lines  10 s\n']);
  });

  it('is silent about what is done within ten seconds', () => {
    expect(written(false, 100, 50, (n) => ({ done: n, total: 50 }))).toEqual([]);
  });
});
