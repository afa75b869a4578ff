import { drillDiskFull } from './disk-full.js';
import { figuresLine, promised } from './figures.js';
import { SmallDisk } from './small-disk.js';

const disk = await SmallDisk.mount(1);
const reason = typeof disk === 'string' ? disk : undefined;
if (typeof disk !== 'string') await disk.unmount();
const name = 'answers 503, loses nothing it accepted, and goes on by itself when there is room';

describe('a disk that is full', () => {
  (reason === undefined ? it : it.skip)(
    reason === undefined ? name : `${name} (not run: ${reason})`,
    async () => {
      const figures = await drillDiskFull({ seed: 1, rounds: 1, clock: () => Date.now(), say: () => undefined });
      if (typeof figures === 'string') throw new Error(figures);
      process.stdout.write(`${figuresLine(figures)}\n`);
      expect(figures).toMatchObject(promised(figures));
    },
    120_000,
  );
});
